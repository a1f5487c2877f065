#include "iamwatch_curl.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_WAIT 3600000  // milliseconds; whatever happens wakes the loop
#define CONNECTIONS_TO_A_HOST 8L
#define CONNECTIONS_KEPT 16L

struct iw_http_loop {
  CURLM *multi;
};

struct iw_http_transfer {
  struct iw_http_loop *loop;
  CURL *easy;
  struct curl_slist *headers;
  struct iw_http_handlers handlers;
  void *context;
  bool is_short;  // of memory
  char message[CURL_ERROR_SIZE];
};

static void initialise(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

struct iw_http_loop *iw_http_open(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, initialise);
  struct iw_http_loop *loop = calloc(1, sizeof *loop);
  if (loop == NULL) return NULL;
  loop->multi = curl_multi_init();
  if (loop->multi == NULL) {
    free(loop);
    return NULL;
  }
  curl_multi_setopt(loop->multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
  curl_multi_setopt(loop->multi, CURLMOPT_MAX_HOST_CONNECTIONS, CONNECTIONS_TO_A_HOST);
  curl_multi_setopt(loop->multi, CURLMOPT_MAXCONNECTS, CONNECTIONS_KEPT);
  return loop;
}

void iw_http_close(struct iw_http_loop *loop) {
  curl_multi_cleanup(loop->multi);
  free(loop);
}

void iw_http_wake(struct iw_http_loop *loop) { curl_multi_wakeup(loop->multi); }

static size_t take_line(char *bytes, size_t size, size_t count, void *context) {
  struct iw_http_transfer *self = context;
  const size_t whole = size * count;
  size_t length = whole;
  while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) length--;
  self->handlers.line(self->context, bytes, length);
  return whole;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
  struct iw_http_transfer *self = context;
  switch (self->handlers.body(self->context, bytes, size * count)) {
    case IW_HTTP_TAKEN: return size * count;
    case IW_HTTP_LATER: return CURL_WRITEFUNC_PAUSE;
    default: return CURL_WRITEFUNC_ERROR;
  }
}

// Only what is written here decides: no redirects, no cookies, no variables of the environment.
static void set_rules(CURL *easy) {
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 256L << 10);
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  // A resolver's thread that hangs is left behind instead of holding up every other transfer until it is done.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
}

static void set(struct iw_http_transfer *self, CURLoption option, const char *text) {
  if (curl_easy_setopt(self->easy, option, text) != CURLE_OK) self->is_short = true;
}

struct iw_http_transfer *iw_http_make(struct iw_http_loop *loop, const char *method, const char *url, const char *target) {
  struct iw_http_transfer *self = calloc(1, sizeof *self);
  if (self == NULL) return NULL;
  self->loop = loop;
  self->easy = curl_easy_init();
  if (self->easy == NULL) {
    free(self);
    return NULL;
  }
  set_rules(self->easy);
  if (strcmp(method, "HEAD") == 0) curl_easy_setopt(self->easy, CURLOPT_NOBODY, 1L);
  set(self, CURLOPT_CUSTOMREQUEST, method);
  set(self, CURLOPT_URL, url);
  // The target goes out as it stands: a URL's path would be normalised, and a signature covers what is sent.
  set(self, CURLOPT_REQUEST_TARGET, target);
  return self;
}

void iw_http_header(struct iw_http_transfer *self, const char *line) {
  struct curl_slist *longer = curl_slist_append(self->headers, line);
  if (longer == NULL) {
    self->is_short = true;
  } else {
    self->headers = longer;
  }
}

void iw_http_body(struct iw_http_transfer *self, const void *bytes, size_t count) {
  curl_easy_setopt(self->easy, CURLOPT_POST, 1L);
  curl_easy_setopt(self->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
  set(self, CURLOPT_COPYPOSTFIELDS, count > 0 ? bytes : "");
}

void iw_http_limits(struct iw_http_transfer *self, long connect, long total, long silence) {
  curl_easy_setopt(self->easy, CURLOPT_CONNECTTIMEOUT_MS, connect);
  curl_easy_setopt(self->easy, CURLOPT_TIMEOUT_MS, total);
  if (silence == 0) return;
  curl_easy_setopt(self->easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(self->easy, CURLOPT_LOW_SPEED_TIME, (silence + 999) / 1000);
}

void iw_http_way(struct iw_http_transfer *self, const char *proxy, const char *no_proxy, const char *ca_bundle) {
  set(self, CURLOPT_PROXY, proxy);
  set(self, CURLOPT_NOPROXY, no_proxy);
  if (ca_bundle != NULL) set(self, CURLOPT_CAINFO, ca_bundle);
}

bool iw_http_begin(struct iw_http_transfer *self, struct iw_http_handlers handlers, void *context) {
  CURL *easy = self->easy;
  self->handlers = handlers;
  self->context = context;
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, self->headers);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, self);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, self->message);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_line);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, self);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, self);
  return !self->is_short && curl_multi_add_handle(self->loop->multi, easy) == CURLM_OK;
}

void iw_http_drop(struct iw_http_transfer *self) {
  curl_multi_remove_handle(self->loop->multi, self->easy);
  curl_easy_cleanup(self->easy);
  curl_slist_free_all(self->headers);
  free(self);
}

void iw_http_resume(struct iw_http_transfer *self) { curl_easy_pause(self->easy, CURLPAUSE_CONT); }

static enum iw_http_end end_of(CURL *easy, CURLcode code) {
  long number = 0;
  curl_off_t sent = 0;
  switch (code) {
    case CURLE_OK: return IW_HTTP_WHOLE;
    case CURLE_COULDNT_RESOLVE_HOST: return IW_HTTP_UNKNOWN_HOST;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY: return IW_HTTP_PROXY;
    case CURLE_COULDNT_CONNECT: return IW_HTTP_NO_CONNECTION;
    case CURLE_OPERATION_TIMEDOUT:
      curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &sent);
      return sent == 0 ? IW_HTTP_NO_CONNECTION_IN_TIME : IW_HTTP_TIMEOUT;
    case CURLE_SSL_CACERT_BADFILE: return IW_HTTP_NO_TRUST;
    case CURLE_SSL_CONNECT_ERROR:
      // The network's fault if the system had one to report, else TLS's.
      curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
      return number != 0 ? IW_HTTP_NO_CONNECTION : IW_HTTP_UNTRUSTED;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS: return IW_HTTP_UNTRUSTED;
    case CURLE_RECV_ERROR:
      // So a proxy that refuses to connect is reported too.
      curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &number);
      return number >= 300 ? IW_HTTP_PROXY : IW_HTTP_BROKEN;
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: return IW_HTTP_BROKEN;
    case CURLE_WRITE_ERROR: return IW_HTTP_REFUSED_BODY;
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY: return IW_HTTP_MALFORMED;
    default: return IW_HTTP_FAILED;
  }
}

static void report(struct iw_http_transfer *self, CURLcode code) {
  const char *message = self->message[0] != '\0' ? self->message : curl_easy_strerror(code);
  self->handlers.end(self->context, end_of(self->easy, code), message);
  iw_http_drop(self);
}

void iw_http_turn(struct iw_http_loop *loop) {
  int count = 0;
  curl_multi_perform(loop->multi, &count);
  for (CURLMsg *done; (done = curl_multi_info_read(loop->multi, &count)) != NULL;) {
    if (done->msg != CURLMSG_DONE) continue;
    const CURLcode code = done->data.result;  // `done` does not outlive the removal of its transfer
    struct iw_http_transfer *transfer = NULL;
    curl_easy_getinfo(done->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
    report(transfer, code);
  }
  curl_multi_poll(loop->multi, NULL, 0, LONGEST_WAIT, NULL);
}
