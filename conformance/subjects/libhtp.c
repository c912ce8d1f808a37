/* SPDX-License-Identifier: MIT */
/* libhtp as a subject: made for intrusion detection, it reads on where others refuse and raises flags, which count as
 * its refusals. It joins fields of one name, so it can't tell field lines; it wants requests for responses. */
#include <htp/htp.h>
#include <string.h>

#include "talk.h"

static const char *const FILLS[] = {"method", "status", "body_size", "body_sha256", NULL};
static const uint64_t FAULTS = HTP_FIELD_UNPARSEABLE | HTP_FIELD_INVALID | HTP_FIELD_RAW_NUL | HTP_REQUEST_SMUGGLING |
                               HTP_INVALID_FOLDING | HTP_REQUEST_INVALID_T_E | HTP_REQUEST_INVALID_C_L |
                               HTP_HOST_MISSING | HTP_HOST_AMBIGUOUS | HTP_HOSTU_INVALID | HTP_HOSTH_INVALID;
static size_t begun, ended;
static uint64_t flags;

static int on_begin(htp_tx_t *tx)
{
    return begun += tx != NULL, talk_begin(), HTP_OK;
}

static int on_body(htp_tx_data_t *data)
{
    return talk_body(data->data, data->len), HTP_OK;
}

static int on_end(htp_tx_t *tx)
{
    if (tx->response_status_number > 0)
        talk_status((unsigned)tx->response_status_number);
    else if (tx->request_method != NULL)
        talk_text("method", bstr_ptr(tx->request_method), bstr_len(tx->request_method));
    flags |= tx->flags, ended++;
    return talk_end(TALK_UNKNOWN), HTP_OK;
}

static void play(const talk_question *q)
{
    htp_cfg_t *config = htp_config_create();
    htp_connp_t *c = htp_connp_create(config);
    int state = HTP_STREAM_DATA;

    begun = ended = flags = 0;
    for (size_t i = 0; q->response && i <= q->method_count; i++)
        htp_connp_req_data(c, NULL, talk_made_up(q, i), strlen(talk_made_up(q, i)));
    (q->response ? htp_config_register_response_start : htp_config_register_request_start)(config, on_begin);
    (q->response ? htp_config_register_response_body_data : htp_config_register_request_body_data)(config, on_body);
    (q->response ? htp_config_register_response_complete : htp_config_register_request_complete)(config, on_end);
    for (size_t i = 0, at = 0; i < q->cut_count && state != HTP_STREAM_ERROR; at = q->cuts[i++])
        state = (q->response ? htp_connp_res_data : htp_connp_req_data)(c, NULL, q->bytes + at, q->cuts[i] - at);
    const htp_tx_t *tx = htp_connp_get_out_tx(c); /* a response without a length ends with the connection */
    if (begun > ended && q->response && tx != NULL && tx->response_transfer_coding == HTP_CODING_IDENTITY &&
        tx->response_content_length <= tx->response_message_len)
        htp_connp_close(c, NULL);
    talk_verdict(state == HTP_STREAM_ERROR || (flags & FAULTS) != 0 ? "refuse"
                 : !q->end                                          ? "more"
                 : begun > ended                                    ? "incomplete"
                                                                    : "accept");
    htp_connp_destroy_all(c), htp_config_destroy(config);
}
TALK_MAIN("libhtp", htp_get_version(), FILLS, play)
