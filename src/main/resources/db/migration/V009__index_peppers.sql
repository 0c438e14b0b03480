-- Which pepper a password hash was made with, for the look at start whether one that is in use is missing. Empty where there are none.
CREATE INDEX app_user_pepper_ix ON app_user (substring(password_hash FROM ',keyid=([^$]+)'))
    WHERE password_hash LIKE '$argon2id$%,keyid=%';
