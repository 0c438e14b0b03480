package dev.latchkey.client;

/**
 * A client with a secret that was just made.
 *
 * @param secret shown once; only its digest is kept
 */
public record NewSecret(ClientView client, String secret) {

    @Override
    public String toString() {
        return "NewSecret of " + client.clientId();
    }
}
