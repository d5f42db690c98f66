package dev.drover.faults.agent;

import dev.drover.faults.agent.Change.Answering;
import dev.drover.faults.agent.Change.Constant;
import dev.drover.faults.agent.Change.Filtering;
import dev.drover.faults.agent.Change.Reaching;
import dev.drover.faults.agent.Change.Side;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes changes in the bytes of classes. */
final class Weaver {
    private static final ClassDesc FAIL_POINTS =
            FailPoints.class.describeConstable().orElseThrow();
    private static final ClassDesc FILTERS = Filters.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc REACHED = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);
    private static final ClassDesc RULES = Rules.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc IS_BROKEN =
            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_String);
    private static final MethodTypeDesc FILTER =
            MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_Object, ConstantDescs.CD_String);
    private static final long CENTURIES = 1L << 40;

    private final ClassFile classFile;

    /** @param loader finds the classes that the changed ones mention; they are read, not loaded */
    Weaver(ClassLoader loader) {
        classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver())));
    }

    /** @throws IllegalArgumentException if a change does not fit exactly one place */
    byte[] weave(byte[] original, List<Change> changes) {
        byte[] changed = original;
        for (Change change : changes) {
            changed = weave(classFile.parse(changed), change);
        }
        return changed;
    }

    private byte[] weave(ClassModel model, Change change) {
        Predicate<MethodModel> isIt = method -> method.methodName().equalsString(change.method());
        long places = model.methods().stream()
                .filter(isIt)
                .mapToLong(method -> places(method, change))
                .sum();
        if (places != 1) {
            throw new IllegalArgumentException("%s fits %d places and not one".formatted(change, places));
        }
        return classFile.transformClass(
                model,
                switch (change) {
                    case Reaching reaching ->
                        ClassTransform.transformingMethodBodies(
                                isIt, (code, element) -> reach(code, element, reaching));
                    case Filtering filtering -> filter(isIt, filtering);
                    case Answering answering -> ClassTransform.transformingMethodBodies(isIt, answer(answering));
                });
    }

    private static long places(MethodModel method, Change change) {
        return switch (change) {
            case Reaching reaching ->
                method.code().stream()
                        .flatMap(CodeModel::elementStream)
                        .filter(element -> isCall(element, reaching))
                        .count();
            case Answering _, Filtering _ -> Stream.of(method.code()).count();
        };
    }

    private static boolean isCall(CodeElement element, Reaching reaching) {
        return element instanceof InvokeInstruction call && call.name().equalsString(reaching.call());
    }

    private static void reach(CodeBuilder code, CodeElement element, Reaching reaching) {
        boolean isPlace = isCall(element, reaching);
        if (isPlace && reaching.side() == Side.BEFORE) {
            reached(code, reaching.point());
        }
        code.with(element);
        if (isPlace && reaching.side() == Side.AFTER) {
            reached(code, reaching.point());
        }
    }

    private static void reached(CodeBuilder code, String point) {
        code.loadConstant(point).invokestatic(FAIL_POINTS, "reached", REACHED);
    }

    private static ClassTransform filter(Predicate<MethodModel> isIt, Filtering filtering) {
        return ClassTransform.transformingMethods(isIt, (builder, element) -> {
            if (element instanceof CodeModel code) {
                ClassDesc answer =
                        code.parent().orElseThrow().methodTypeSymbol().returnType();
                builder.transformCode(code, filterReturns(filtering, answer));
            } else {
                builder.with(element);
            }
        });
    }

    private static CodeTransform filterReturns(Filtering filtering, ClassDesc answer) {
        return (code, element) -> {
            if (element instanceof ReturnInstruction) {
                code.loadConstant(filtering.rule())
                        .invokestatic(FILTERS, filtering.filter(), FILTER)
                        .checkcast(answer);
            }
            code.with(element);
        };
    }

    private static CodeTransform answer(Answering answering) {
        return new CodeTransform() {
            @Override
            public void atStart(CodeBuilder code) {
                code.loadConstant(answering.rule())
                        .invokestatic(RULES, "isBroken", IS_BROKEN)
                        .ifThen(block -> answer(block, answering.answer()));
            }

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                code.with(element);
            }
        };
    }

    private static void answer(CodeBuilder code, Constant answer) {
        switch (answer) {
            case NULL -> code.aconst_null().areturn();
            case FALSE -> code.iconst_0().ireturn();
            case NEVER -> code.loadConstant(CENTURIES).lreturn();
        }
    }
}
