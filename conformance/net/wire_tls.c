/* SPDX-License-Identifier: MIT */
/* TLS on a wire: OpenSSL between memory and memory, so that libuv alone touches the socket. ALPN offers http/1.1 and
 * nothing else; a server that chooses another protocol is not tested. */
#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#include "wire.h"

struct conf_tls {
    SSL *ssl;
    BIO *in, *out; /* ciphered; they belong to ssl */
};

/* ---- Whom to trust ---- */

static SSL_CTX *trust_new(const conf_peer *peer)
{
    SSL_CTX *trust = SSL_CTX_new(TLS_client_method());
    bool good = trust != NULL;

    if (good)
        SSL_CTX_set_verify(trust, peer->insecure ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, NULL);
    if (good)
        SSL_CTX_set_default_verify_paths(trust);
    if (good && peer->cacert != NULL)
        good = SSL_CTX_load_verify_locations(trust, peer->cacert, NULL) == 1;
    if (good)
        return trust;
    SSL_CTX_free(trust);
    return NULL;
}

bool conf_peer_cacert_is_good(const conf_peer *peer)
{
    SSL_CTX *trust = peer->cacert != NULL ? trust_new(peer) : NULL;
    bool good = peer->cacert == NULL || trust != NULL;

    SSL_CTX_free(trust);
    ERR_clear_error();
    return good;
}

static SSL_CTX *trust_of(conf_net *net, const conf_peer *peer)
{
    if (net->trusted == peer && net->trust != NULL)
        return net->trust;
    conf_tls_forget(net);
    net->trust = trust_new(peer);
    net->trusted = peer;
    return net->trust;
}

void conf_tls_forget(conf_net *net)
{
    SSL_CTX_free(net->trust);
    net->trust = NULL;
}

/* ---- One connection ---- */

static bool is_address(const char *host)
{
    unsigned char address[16];

    return inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1;
}

/* The name or address that the certificate has to bear. */
static bool name_peer(conf_memory *memory, SSL *ssl, const conf_peer *peer)
{
    char *name;

    if (peer->host == NULL)
        return true;
    if (is_address(peer->host))
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), peer->host) == 1;
    name = conf_text(memory, peer->host, strlen(peer->host)); /* OpenSSL's macro takes no constant */
    return SSL_set_tlsext_host_name(ssl, name) == 1 && SSL_set1_host(ssl, peer->host) == 1;
}

const char *conf_tls_begin(conf_wire *wire, const conf_peer *peer)
{
    static const unsigned char alpn[] = "\x08http/1.1";
    SSL_CTX *trust = trust_of(wire->net, peer);
    conf_tls *tls = trust != NULL ? calloc(1, sizeof *tls) : NULL;

    if (tls == NULL)
        return peer->cacert != NULL ? "the file of --cacert can't be read" : "TLS can't be set up";
    wire->tls = tls;
    tls->ssl = SSL_new(trust);
    tls->in = BIO_new(BIO_s_mem());
    tls->out = BIO_new(BIO_s_mem());
    if (tls->ssl == NULL || tls->in == NULL || tls->out == NULL)
        return "TLS can't be set up";
    SSL_set_bio(tls->ssl, tls->in, tls->out);
    SSL_set_connect_state(tls->ssl);
    SSL_set_alpn_protos(tls->ssl, alpn, sizeof alpn - 1);
    return name_peer(wire->net->memory, tls->ssl, peer) ? NULL : "the host's name can't be used with TLS";
}

static void flush(conf_wire *wire, size_t counted)
{
    char *bytes;
    long len = BIO_get_mem_data(wire->tls->out, &bytes);

    if (len <= 0)
        return;
    conf_wire_send(wire, bytes, (size_t)len, counted);
    (void)BIO_reset(wire->tls->out);
}

static const char *why_not(const conf_wire *wire)
{
    unsigned long code = ERR_peek_error();
    const char *reason = ERR_reason_error_string(code);
    char text[256];

    snprintf(text, sizeof text, "TLS failed: %s", reason != NULL ? reason : "the peer ended it");
    ERR_clear_error();
    return conf_text(wire->net->memory, text, strlen(text));
}

static bool speaks_http1(SSL *ssl)
{
    const unsigned char *chosen;
    unsigned len;

    SSL_get0_alpn_selected(ssl, &chosen, &len);
    return len == 0 || (len == 8 && memcmp(chosen, "http/1.1", 8) == 0);
}

/* Returns whether the connection stands. */
static bool shake_hands(conf_wire *wire)
{
    int status = SSL_do_handshake(wire->tls->ssl);
    int error = SSL_get_error(wire->tls->ssl, status);

    flush(wire, 0);
    if (status == 1 && speaks_http1(wire->tls->ssl)) {
        conf_wire_begin(wire);
        return true;
    }
    if (status == 1)
        conf_wire_ended(wire, CONF_NO_WIRE, "the server chose another protocol than http/1.1 (ALPN)");
    else if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
        conf_wire_ended(wire, CONF_NO_WIRE, why_not(wire));
    return false;
}

static void read_plain(conf_wire *wire)
{
    uint8_t bytes[16384];
    int count;
    int error;

    while ((count = SSL_read(wire->tls->ssl, bytes, sizeof bytes)) > 0)
        conf_wire_took(wire, bytes, (size_t)count);
    error = SSL_get_error(wire->tls->ssl, count);
    flush(wire, 0);
    if (error == SSL_ERROR_ZERO_RETURN)
        conf_wire_ended(wire, CONF_ENDED, NULL);
    else if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
        conf_wire_ended(wire, CONF_RESET, why_not(wire));
}

void conf_tls_received(conf_wire *wire, const uint8_t *bytes, size_t len)
{
    if (len > 0)
        BIO_write(wire->tls->in, bytes, (int)len);
    if (wire->ready || shake_hands(wire))
        read_plain(wire);
    if (wire->seen.ending == CONF_NO_WIRE)
        conf_wire_drop(wire);
}

void conf_tls_write(conf_wire *wire, conf_bytes bytes)
{
    if (bytes.len > 0 && SSL_write(wire->tls->ssl, bytes.at, (int)bytes.len) > 0)
        flush(wire, bytes.len);
}

void conf_tls_half_close(conf_wire *wire)
{
    SSL_shutdown(wire->tls->ssl);
    flush(wire, 0);
}

void conf_tls_free(conf_wire *wire)
{
    if (wire->tls == NULL)
        return;
    SSL_free(wire->tls->ssl);
    free(wire->tls);
    wire->tls = NULL;
}
