// Hashing with OpenSSL's libcrypto, whose own header this one hides: its engines, its deprecations and its macros do not
// import.
#ifndef IAMWATCH_CRYPTO_H
#define IAMWATCH_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The bytes of a SHA-256.
enum { IW_SHA256_SIZE = 32 };
// The bytes of a SHA-1.
enum { IW_SHA1_SIZE = 20 };

// The SHA-256 of `size` bytes (FIPS 180-4); false when the library has none to give, as in a build without it.
bool iw_sha256(const void *_Nullable bytes, size_t size, uint8_t digest[_Nonnull IW_SHA256_SIZE]);

// The SHA-1 of `size` bytes (FIPS 180-4), for names that others made with it, never for trust; false as above.
bool iw_sha1(const void *_Nullable bytes, size_t size, uint8_t digest[_Nonnull IW_SHA1_SIZE]);

// The HMAC-SHA-256 of `size` bytes under a key (RFC 2104); false as above.
bool iw_hmac_sha256(const void *_Nullable key, size_t key_size, const void *_Nullable bytes, size_t size,
                    uint8_t digest[_Nonnull IW_SHA256_SIZE]);

#endif
