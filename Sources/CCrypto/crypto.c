#include "iamwatch_crypto.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

bool iw_sha256(const void *bytes, size_t size, uint8_t digest[IW_SHA256_SIZE]) {
  unsigned int length = 0;
  return EVP_Digest(bytes, size, digest, &length, EVP_sha256(), NULL) == 1 && length == IW_SHA256_SIZE;
}

bool iw_sha1(const void *bytes, size_t size, uint8_t digest[IW_SHA1_SIZE]) {
  unsigned int length = 0;
  return EVP_Digest(bytes, size, digest, &length, EVP_sha1(), NULL) == 1 && length == IW_SHA1_SIZE;
}

bool iw_hmac_sha256(const void *key, size_t key_size, const void *bytes, size_t size,
                    uint8_t digest[IW_SHA256_SIZE]) {
  static const uint8_t empty = 0;
  if (key_size > INT_MAX) return false;
  // A key that is NULL would stand for the key of the call before.
  const void *some_key = key != NULL ? key : &empty;
  unsigned int length = 0;
  return HMAC(EVP_sha256(), some_key, (int)key_size, bytes, size, digest, &length) != NULL &&
         length == IW_SHA256_SIZE;
}
