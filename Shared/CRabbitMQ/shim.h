// librabbitmq under one name, with what Swift cannot call by itself.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/time.h>
// 0.12 moved the headers into a folder.
#if __has_include(<rabbitmq-c/amqp.h>)
#include <rabbitmq-c/amqp.h>
#include <rabbitmq-c/ssl_socket.h>
#include <rabbitmq-c/tcp_socket.h>
#else
#include <amqp.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#endif

/// amqp_login_with_properties is variadic, which Swift cannot call.
static inline amqp_rpc_reply_t aftersail_amqp_login(
    amqp_connection_state_t state, const char *virtualHost, int frameMax, int heartbeat,
    const amqp_table_t *properties, const char *user, const char *password) {
    return amqp_login_with_properties(
        state, virtualHost, 16, frameMax, heartbeat, properties, AMQP_SASL_METHOD_PLAIN, user, password);
}
