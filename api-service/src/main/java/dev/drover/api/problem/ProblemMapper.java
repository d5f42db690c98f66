package dev.drover.api.problem;

import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns whatever a request ends with into a problem. What nobody expected is logged under an id, and only that id leaves. */
@RestControllerAdvice
final class ProblemMapper extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemMapper.class);

    @ExceptionHandler
    ResponseEntity<Object> on(Problem problem) {
        return respond(problem, new HttpHeaders());
    }

    @ExceptionHandler({
        NonTransientDataAccessResourceException.class,
        TransientDataAccessException.class,
        RecoverableDataAccessException.class,
        TransactionException.class
    })
    ResponseEntity<Object> onDatabase(Exception e) {
        log.warn("PostgreSQL is not available: {}", e.getMessage());
        return on(Problem.databaseUnavailable());
    }

    @ExceptionHandler
    ResponseEntity<Object> on(KafkaException e) {
        log.warn("Kafka is not available: {}", e.getMessage());
        return on(new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "kafka_unavailable",
                "Kafka does not answer.",
                "Try again in some seconds; GET /actuator/health tells which part is down."));
    }

    @ExceptionHandler
    ResponseEntity<Object> on(AccessDeniedException e) {
        return on(new Problem(HttpStatus.FORBIDDEN, "forbidden", "This credential may not do that."));
    }

    @ExceptionHandler
    ResponseEntity<Object> onAnythingElse(Exception e) {
        String id = UUID.randomUUID().toString();
        log.error("error {} in a request", id, e);
        return on(new Problem(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "internal_error",
                        "The service failed on this request; its log tells more under error_id.")
                .with("error_id", id));
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return respond(UnreadableJson.asProblem(e), headers);
    }

    @Override
    protected ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = e instanceof MethodArgumentTypeMismatchException argument ? argument.getName() : "parameter";
        return respond(InvalidParameter.problem(name, "must be " + Expected.of(e.getRequiredType())), headers);
    }

    @Override
    protected ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return respond(InvalidParameter.problem(e.getParameterName(), "is required"), headers);
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (status.value() == HttpStatus.INTERNAL_SERVER_ERROR.value()) {
            return onAnythingElse(e);
        }
        String detail = e instanceof ErrorResponse response ? response.getBody().getDetail() : null;
        return respond(StatusProblem.of(HttpStatus.valueOf(status.value()), detail), headers);
    }

    private static ResponseEntity<Object> respond(Problem problem, HttpHeaders headers) {
        HttpHeaders all = new HttpHeaders(headers);
        problem.retryAfter().ifPresent(pause -> all.set(HttpHeaders.RETRY_AFTER, Long.toString(pause.toSeconds())));
        return new ResponseEntity<>(problem.toDetail(), all, problem.status());
    }
}
