// libcurl and epoll, in the shapes Swift can call.
#pragma once
#include <curl/curl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <time.h>

// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic; Swift cannot call variadic C.

static inline CURLcode aftersail_curl_set_number(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode aftersail_curl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline size_t aftersail_curl_discard(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes;
    (void)context;
    return size * count;
}

/// Without this libcurl may write what the server says to standard output.
static inline void aftersail_curl_silence(CURL *easy) {
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, aftersail_curl_discard);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, aftersail_curl_discard);
}

/// The last reply code of the server, 0 when it never spoke.
static inline long aftersail_curl_response_code(CURL *easy) {
    long code = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
    return code;
}

/// The socket of an open connection, -1 when there is none.
static inline int aftersail_curl_socket(CURL *easy) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &socket);
    return socket;
}

static inline CURLMcode aftersail_curl_observe(
    CURLM *multi, curl_socket_callback socket_changed, curl_multi_timer_callback timer_changed, void *context
) {
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket_changed);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer_changed);
    return curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
}

/// Whether the only transfer of this handle has ended; `result` is then its outcome.
static inline int aftersail_curl_finished(CURLM *multi, CURLcode *result) {
    int left = 0;
    CURLMsg *message = curl_multi_info_read(multi, &left);
    if (!message || message->msg != CURLMSG_DONE) return 0;
    *result = message->data.result;
    return 1;
}

/// Ends the connection and its handles.
///
/// TLS takes leave of a peer that may be gone, and libcurl cannot keep SIGPIPE from OpenSSL's writes; the calling
/// thread need not be ours, so the signal is held back here and taken off the thread again.
static inline void aftersail_curl_end(CURLM *multi, CURL *easy) {
    sigset_t pipe, before;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, &before);
    curl_multi_remove_handle(multi, easy);
    curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
    if (sigismember(&before, SIGPIPE)) return;
    struct timespec at_once = { 0, 0 };
    sigtimedwait(&pipe, 0, &at_once);
    pthread_sigmask(SIG_SETMASK, &before, 0);
}

static inline CURLcode aftersail_curl_set_bytes(CURL *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode aftersail_curl_set_headers(CURL *easy, struct curl_slist *headers) {
    return curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
}

/// Gives what the server says to a function instead of standard output.
static inline void aftersail_curl_collect(CURL *easy, curl_write_callback take, void *context) {
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
}

/// Does the only transfer of this handle, waits for it and ends the handle; SIGPIPE is held back as in `aftersail_curl_end`.
static inline CURLcode aftersail_curl_perform(CURL *easy, long *status) {
    sigset_t pipe, before;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, &before);
    CURLcode result = curl_easy_perform(easy);
    *status = aftersail_curl_response_code(easy);
    curl_easy_cleanup(easy);
    if (sigismember(&before, SIGPIPE)) return result;
    struct timespec at_once = { 0, 0 };
    sigtimedwait(&pipe, 0, &at_once);
    pthread_sigmask(SIG_SETMASK, &before, 0);
    return result;
}

// epoll(7): the Glibc overlay does not show it.

static inline int aftersail_epoll_create(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

/// Adds the descriptor or changes what is waited for.
static inline void aftersail_epoll_watch(int epoll, int descriptor, uint64_t token, int reading, int writing) {
    struct epoll_event event = { 0 };
    event.events = (reading ? (uint32_t)EPOLLIN : 0) | (writing ? (uint32_t)EPOLLOUT : 0);
    event.data.u64 = token;
    if (epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event)) epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

static inline void aftersail_epoll_forget(int epoll, int descriptor) {
    struct epoll_event event = { 0 };
    epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &event);
}

/// Fills tokens and flags (1 readable, 2 writable, 4 failed: the bits of curl_multi_socket_action); never waits.
static inline int aftersail_epoll_ready(int epoll, uint64_t *tokens, int *flags, int room) {
    struct epoll_event events[64];
    int count = epoll_wait(epoll, events, room < 64 ? room : 64, 0);
    for (int i = 0; i < count; i++) {
        tokens[i] = events[i].data.u64;
        flags[i] = (events[i].events & EPOLLIN ? 1 : 0) | (events[i].events & EPOLLOUT ? 2 : 0)
            | (events[i].events & (EPOLLERR | EPOLLHUP) ? 4 : 0);
    }
    return count;
}
