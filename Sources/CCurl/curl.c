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
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  // A resolver's thread that hangs is left behind instead of holding up every other transfer until it is done.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
}

static bool set_request(struct iw_http_transfer *self, const struct iw_http_request *request) {
  CURL *easy = self->easy;
  for (const char *const *header = request->headers; *header != NULL; header++) {
    struct curl_slist *longer = curl_slist_append(self->headers, *header);
    if (longer == NULL) return false;
    self->headers = longer;
  }
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, self->headers);
  if (request->body_count > 0 || strcmp(request->method, "POST") == 0 || strcmp(request->method, "PUT") == 0) {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_count);
    if (curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, request->body) != CURLE_OK) return false;
  } else if (strcmp(request->method, "HEAD") == 0) {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  }
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
  // The target goes out as it stands: a URL's path would be normalised, and a signature covers what is sent.
  return curl_easy_setopt(easy, CURLOPT_URL, request->url) == CURLE_OK
         && curl_easy_setopt(easy, CURLOPT_REQUEST_TARGET, request->target) == CURLE_OK;
}

static bool set_way(CURL *easy, const struct iw_http_request *request) {
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, request->connect_limit);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, request->total_limit);
  if (request->silence_limit > 0) {
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, request->silence_limit / 1000);
  }
  if (request->ca_bundle != NULL && curl_easy_setopt(easy, CURLOPT_CAINFO, request->ca_bundle) != CURLE_OK) {
    return false;
  }
  return curl_easy_setopt(easy, CURLOPT_PROXY, request->proxy) == CURLE_OK
         && curl_easy_setopt(easy, CURLOPT_NOPROXY, request->no_proxy) == CURLE_OK;
}

static void set_handlers(struct iw_http_transfer *self) {
  CURL *easy = self->easy;
  curl_easy_setopt(easy, CURLOPT_PRIVATE, self);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, self->message);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_line);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, self);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, self);
}

struct iw_http_transfer *iw_http_begin(struct iw_http_loop *loop, const struct iw_http_request *request,
                                       struct iw_http_handlers handlers, void *context) {
  struct iw_http_transfer *self = calloc(1, sizeof *self);
  if (self == NULL) return NULL;
  self->loop = loop;
  self->handlers = handlers;
  self->context = context;
  self->easy = curl_easy_init();
  if (self->easy != NULL) {
    set_rules(self->easy);
    set_handlers(self);
    if (set_request(self, request) && set_way(self->easy, request)
        && curl_multi_add_handle(loop->multi, self->easy) == CURLM_OK) {
      return self;
    }
  }
  iw_http_drop(self);
  return NULL;
}

void iw_http_drop(struct iw_http_transfer *self) {
  if (self->easy != NULL) {
    curl_multi_remove_handle(self->loop->multi, self->easy);
    curl_easy_cleanup(self->easy);
  }
  curl_slist_free_all(self->headers);
  free(self);
}

void iw_http_resume(struct iw_http_transfer *self) { curl_easy_pause(self->easy, CURLPAUSE_CONT); }

static enum iw_http_end end_of(CURL *easy, CURLcode code) {
  long number = 0;
  switch (code) {
    case CURLE_OK: return IW_HTTP_WHOLE;
    case CURLE_COULDNT_RESOLVE_HOST: return IW_HTTP_UNKNOWN_HOST;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY: return IW_HTTP_PROXY;
    case CURLE_COULDNT_CONNECT: return IW_HTTP_NO_CONNECTION;
    case CURLE_OPERATION_TIMEDOUT: return IW_HTTP_TIMEOUT;
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
