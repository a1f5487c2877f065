// The few calls of libcurl that a client of many requests on one thread needs, behind a header that hides curl/curl.h:
// its setopt is variadic, which Swift cannot call.
#ifndef IAMWATCH_CURL_H
#define IAMWATCH_CURL_H

#include <stdbool.h>
#include <stddef.h>

// What the bytes of a body are met with.
enum iw_http_verdict {
  IW_HTTP_TAKEN,
  IW_HTTP_LATER,   // hand them over again after iw_http_resume
  IW_HTTP_REFUSED  // end the transfer
};

// Why a transfer ended.
enum iw_http_end {
  IW_HTTP_WHOLE,
  IW_HTTP_UNKNOWN_HOST,
  IW_HTTP_PROXY,        // there is none of that name, or it refuses
  IW_HTTP_NO_CONNECTION,
  IW_HTTP_UNTRUSTED,    // TLS was not agreed on, or the certificate does not hold
  IW_HTTP_NO_TRUST,     // the file of trusted certificates cannot be read
  IW_HTTP_NO_CONNECTION_IN_TIME,
  IW_HTTP_TIMEOUT,
  IW_HTTP_BROKEN,       // ended or reset before it was whole
  IW_HTTP_REFUSED_BODY, // by the handler
  IW_HTTP_MALFORMED,
  IW_HTTP_FAILED        // anything else; see the message
};

// Called on the thread that runs the loop, during iw_http_turn. Texts do not end with a zero.
struct iw_http_handlers {
  // A line of an answer's head, without its end; the first begins "HTTP/". Interim heads (1xx) and a proxy's are passed too.
  void (*line)(void *context, const char *bytes, size_t count);
  enum iw_http_verdict (*body)(void *context, const void *bytes, size_t count);
  void (*end)(void *context, enum iw_http_end end, const char *message);
};

struct iw_http_loop;
struct iw_http_transfer;

// NULL when there is no memory.
struct iw_http_loop *iw_http_open(void);

// All transfers must have ended or been dropped.
void iw_http_close(struct iw_http_loop *loop);

// Makes a waiting or the next iw_http_turn return soon. The one call that any thread may make.
void iw_http_wake(struct iw_http_loop *loop);

// Does what can be done, waits until there is more or somebody wakes it, and reports what has ended: the handlers are called in here.
// A transfer whose end was reported is gone.
void iw_http_turn(struct iw_http_loop *loop);

// A transfer that has not begun; NULL when there is no memory. `url` is scheme, host and port; `target` the path and query, as they go
// on the wire. All that is handed over here and below is copied.
struct iw_http_transfer *iw_http_make(struct iw_http_loop *loop, const char *method, const char *url, const char *target);

// "Name: value", or "Name;" for an empty value.
void iw_http_header(struct iw_http_transfer *transfer, const char *line);

// The body of the request; before iw_http_begin, with every POST and PUT.
void iw_http_body(struct iw_http_transfer *transfer, const void *bytes, size_t count);

// Milliseconds until the connection stands, until the end, and without a byte (whole seconds count); 0 for no limit.
void iw_http_limits(struct iw_http_transfer *transfer, long connect, long total, long silence);

// The proxy ("" for none), the hosts that need none, with commas between, and a file of trusted certificates (NULL for the system's).
void iw_http_way(struct iw_http_transfer *transfer, const char *proxy, const char *no_proxy, const char *ca_bundle);

// Lets it begin. False when there was no memory, here or before: then only iw_http_drop is left. No handler is called yet.
bool iw_http_begin(struct iw_http_transfer *transfer, struct iw_http_handlers handlers, void *context);

// Ends a transfer without a report. Not from within a handler.
void iw_http_drop(struct iw_http_transfer *transfer);

// Goes on with a body that was to come later. Its handler may be called in here.
void iw_http_resume(struct iw_http_transfer *transfer);

#endif
