/* SPDX-License-Identifier: MIT */
/* libhtp as a subject. It is made for intrusion detection and reads on where others refuse. It joins fields of one
 * name, so it can't tell field lines; and it reads responses by their requests, so those are made up for it. */
#include <htp/htp.h>
#include <stdio.h>

#include "talk.h"

static const char *const FILLS[] = {"method", "target", "status", "body_size", "body_sha256", NULL};
static size_t begun, ended;

static int on_begin(htp_tx_t *tx)
{
    begun += tx != NULL;
    return talk_begin(), HTP_OK;
}

static int on_body(htp_tx_data_t *data)
{
    return talk_body(data->data, data->len), HTP_OK;
}

static int on_end(htp_tx_t *tx)
{
    if (tx->response_status_number > 0)
        talk_status((unsigned)tx->response_status_number);
    else
        talk_request(bstr_ptr(tx->request_method), bstr_len(tx->request_method), bstr_ptr(tx->request_uri),
                     bstr_len(tx->request_uri));
    ended++;
    return talk_end(TALK_UNKNOWN), HTP_OK;
}

static void play(const talk_question *q)
{
    htp_cfg_t *config = htp_config_create();
    htp_connp_t *connection = htp_connp_create(config);
    int state = HTP_STREAM_DATA, len;
    char asked[99];

    begun = ended = 0;
    htp_connp_open(connection, "127.0.0.1", 1024, "127.0.0.1", 80, NULL);
    for (size_t i = 0; q->response && i <= q->method_count; i++) {
        const char *to = talk_method_of(q, i);
        len = snprintf(asked, sizeof asked, "%.9s / HTTP/1.1\r\nHost: h\r\n\r\n", to != NULL ? to : "GET");
        htp_connp_req_data(connection, NULL, asked, (size_t)len);
    }
    (q->response ? htp_config_register_response_start : htp_config_register_request_start)(config, on_begin);
    (q->response ? htp_config_register_response_body_data : htp_config_register_request_body_data)(config, on_body);
    (q->response ? htp_config_register_response_complete : htp_config_register_request_complete)(config, on_end);
    for (size_t i = 0, at = 0; i < q->cut_count && state != HTP_STREAM_ERROR; at = q->cuts[i++])
        state =
            (q->response ? htp_connp_res_data : htp_connp_req_data)(connection, NULL, q->bytes + at, q->cuts[i] - at);
    if (q->end && state != HTP_STREAM_ERROR)
        htp_connp_close(connection, NULL);
    talk_verdict(state == HTP_STREAM_ERROR ? "refuse" : !q->end ? "more" : ended < begun ? "incomplete" : "accept");
    htp_connp_destroy_all(connection), htp_config_destroy(config);
}

TALK_MAIN("libhtp", htp_get_version(), FILLS, play)
