package dev.latchkey.user;

import java.util.List;

/** What an access token says of a user. */
public record UserAuthority(String username, List<String> roles) {}
