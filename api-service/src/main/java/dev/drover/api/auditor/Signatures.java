package dev.drover.api.auditor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.PublicKeyVerify;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.signature.PredefinedSignatureParameters;
import com.google.crypto.tink.signature.SignatureConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** Signs checkpoints, and tells whether they were signed: Ed25519, by Tink keysets in JSON. */
final class Signatures {
    private static final String SIGNATURE = "signature ";

    private Signatures() {}

    private static Configuration configuration() throws GeneralSecurityException {
        SignatureConfig.register();
        return RegistryConfiguration.get();
    }

    /** Makes a new key; its file is for its owner alone. */
    static void makeKey(Path key, Path publicKey) throws IOException, GeneralSecurityException {
        KeysetHandle made = KeysetHandle.generateNew(PredefinedSignatureParameters.ED25519, configuration());
        var ownersAlone = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(key, ownersAlone);
        Files.writeString(
                key,
                TinkJsonProtoKeysetFormat.serializeKeyset(made, configuration(), InsecureSecretKeyAccess.get()),
                StandardOpenOption.TRUNCATE_EXISTING);
        Files.writeString(
                publicKey,
                TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(made.getPublicKeysetHandle(), configuration()));
    }

    /** The text with a last line that is its signature. */
    static String signed(String text, Path key) throws IOException, GeneralSecurityException {
        KeysetHandle keyset = TinkJsonProtoKeysetFormat.parseKeyset(
                Files.readString(key), configuration(), InsecureSecretKeyAccess.get());
        byte[] signature =
                keyset.getPrimitive(configuration(), PublicKeySign.class).sign(text.getBytes(UTF_8));
        return text + SIGNATURE + Base64.getEncoder().encodeToString(signature) + "\n";
    }

    /**
     * The text without its signature.
     *
     * @throws GeneralSecurityException if the key's owner has not signed it
     */
    static String verified(String signed, Path publicKey) throws IOException, GeneralSecurityException {
        int at = signed.lastIndexOf(SIGNATURE);
        if (at < 0) {
            throw new GeneralSecurityException("it is not signed");
        }
        KeysetHandle keyset =
                TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(Files.readString(publicKey), configuration());
        String text = signed.substring(0, at);
        try {
            byte[] signature = Base64.getDecoder()
                    .decode(signed.substring(at + SIGNATURE.length()).strip());
            keyset.getPrimitive(configuration(), PublicKeyVerify.class).verify(signature, text.getBytes(UTF_8));
            return text;
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("its signature cannot be read", e);
        }
    }
}
