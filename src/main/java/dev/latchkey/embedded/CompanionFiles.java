package dev.latchkey.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.KeyGenerator;

/**
 * What lies beside the data: the superuser's password, the server's log, and its programs.
 *
 * @param data the data directory
 */
record CompanionFiles(Path data) {

    Path passwordFile() {
        return data.resolveSibling(data.getFileName() + ".password");
    }

    Path logFile() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    /**
     * Where the programs are unpacked: not in the shared temporary directory, where anyone could put some for us to
     * run.
     */
    Path binaries() {
        return data.resolveSibling("postgres-binaries");
    }

    /** Creates the directory of the programs and those above it, which only the owner may enter when they are new. */
    void createBinaries() throws IOException {
        Files.createDirectories(binaries(), ownerMay("rwx------"));
    }

    /** Takes back what the library gives: it makes the directory of the programs writable for everyone. */
    void restrictBinaries() throws IOException {
        Files.setPosixFilePermissions(binaries(), PosixFilePermissions.fromString("rwx------"));
    }

    /** The superuser's password: made once, together with the data, and readable by the owner alone. */
    String readOrCreatePassword() throws IOException, NoSuchAlgorithmException {
        if (!Files.exists(passwordFile())) {
            if (Files.exists(data.resolve("PG_VERSION"))) {
                throw new IOException("the password of the data is missing: " + passwordFile());
            }
            Files.createFile(passwordFile(), ownerMay("rw-------"));
            byte[] random = KeyGenerator.getInstance("HmacSHA256").generateKey().getEncoded();
            Files.writeString(passwordFile(), HexFormat.of().formatHex(random));
        }
        return Files.readString(passwordFile()).strip();
    }

    private static FileAttribute<?> ownerMay(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
