// The hashing part of Debian's libcrypto, which libpq and librabbitmq already bring into every process.
#pragma once
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
