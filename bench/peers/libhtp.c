/* SPDX-License-Identifier: MIT */
/* libhtp, Debian's shared library: made for intrusion detection, so it reads on where others refuse, copies what it
 * reads, and keeps a transaction for each message. It is asked by its callback for a whole section, as its users do.
 * It can't be told that a response answers HEAD, so each response has a connection of its own; and it frees no
 * transaction before both sides are done, so requests have a new connection after 64. */
#include <htp/htp.h>

#include "bench/contest.h"

enum { PER_CONNECTION = 64 };

typedef struct reader {
    htp_connp_t *connection;
    size_t carried;
    const uint8_t *bytes; /* of the call under way */
    bench_tally *t;
} reader;

static htp_cfg_t *config;

static void add_section(bench_tally *t, const htp_table_t *table)
{
    for (size_t i = 0; i < htp_table_size(table); i++) {
        const htp_header_t *h = htp_table_get_index(table, i, NULL);
        bench_add_field(t, bstr_ptr(h->name), bstr_len(h->name), bstr_ptr(h->value), bstr_len(h->value));
    }
}

static int on_request(htp_tx_t *tx)
{
    reader *r = htp_connp_get_user_data(tx->connp);

    r->t->heads++;
    r->t->fields += htp_table_size(tx->request_headers);
    if (r->t->wanted) {
        add_section(r->t, tx->request_headers);
        bench_add_end(r->t, r->bytes + htp_connp_req_data_consumed(tx->connp));
    }
    return HTP_OK;
}

static int on_response(htp_tx_t *tx)
{
    reader *r = htp_connp_get_user_data(tx->connp);

    r->t->heads++;
    r->t->fields += htp_table_size(tx->response_headers);
    if (r->t->wanted) {
        add_section(r->t, tx->response_headers);
        bench_add_end(r->t, r->bytes + htp_connp_res_data_consumed(tx->connp));
    }
    return HTP_OK;
}

static int on_body(htp_tx_data_t *data)
{
    reader *r = htp_connp_get_user_data(data->tx->connp);

    r->t->content += data->len;
    if (r->t->wanted)
        bench_add_content(r->t, data->data, data->len);
    return HTP_OK;
}

static bool open_connection(reader *r)
{
    if (r->connection != NULL)
        htp_connp_destroy_all(r->connection);
    r->connection = htp_connp_create(config);
    r->carried = 0;
    if (r->connection == NULL)
        return false;
    htp_connp_open(r->connection, "192.0.2.1", 40000, "192.0.2.2", 80, NULL);
    htp_connp_set_user_data(r->connection, r);
    return true;
}

/* A new connection where this one has carried all that it may. */
static bool next_message(reader *r, size_t most)
{
    if (r->carried == most && !open_connection(r))
        return false;
    r->carried++;
    return true;
}

static bool take_request(void *state, const uint8_t *bytes, size_t len, size_t seen, bench_tally *t)
{
    reader *r = state;

    (void)t;
    if (seen == 0 && !next_message(r, PER_CONNECTION))
        return false;
    r->bytes = bytes + seen;
    return htp_connp_req_data(r->connection, NULL, bytes + seen, len - seen) == HTP_STREAM_DATA;
}

static bool take_response(void *state, const uint8_t *bytes, size_t len, size_t seen, bench_tally *t)
{
    reader *r = state;

    (void)t;
    if (seen == 0 && !next_message(r, 1))
        return false;
    r->bytes = bytes + seen;
    return htp_connp_res_data(r->connection, NULL, bytes + seen, len - seen) == HTP_STREAM_DATA;
}

static bool play(const bench_input *in, bench_tally *t)
{
    reader r = {.t = t};
    bool fine;

    if (config == NULL) {
        config = htp_config_create();
        if (config == NULL)
            return false;
        htp_config_register_request_headers(config, on_request);
        htp_config_register_response_headers(config, on_response);
        htp_config_register_request_body_data(config, on_body);
    }
    if (!open_connection(&r))
        return false;
    fine = bench_show(in, t, &r, in->responses ? take_response : take_request);
    htp_connp_destroy_all(r.connection);
    return fine;
}

const bench_parser bench_libhtp = {.name = "libhtp", .package = "libhtp2", .play = play};
