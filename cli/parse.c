/* SPDX-License-Identifier: MIT */
/* h1 parse: what the parser says of a file of messages. */
#include "cli/parse.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "cli/output.h"

static struct {
    unsigned side, format, colour;
    bool side_given, open, audit;
    cli_words methods;
} options;

static const cli_option OPTIONS[] = {
    {"side", 0, CLI_CHOICE, "request|response", "which the messages are; needed", &options.side, &options.side_given},
    {"methods", 0, CLI_WORDS, "GET,HEAD,...", "requests that the responses answer; GETs if not said", &options.methods,
     NULL},
    {"open", 0, CLI_FLAG, NULL, "more may follow: the input's end isn't the stream's", &options.open, NULL},
    {"audit", 0, CLI_FLAG, NULL, "report faults and read on where framing allows it", &options.audit, NULL},
    {"format", 0, CLI_CHOICE, "text|json", "for people, or one JSON object", &options.format, NULL},
    CLI_OPTION_COLOUR(&options.colour),
    {0},
};

static cli_status status_of(cli_verdict verdict)
{
    switch (verdict) {
    case CLI_ACCEPT:
    case CLI_MORE:
        break;
    case CLI_REFUSE:
    case CLI_INCOMPLETE:
        return CLI_FINDINGS;
    case CLI_UNREADABLE:
        return CLI_UNUSABLE;
    case CLI_MEMORY:
        return CLI_INTERNAL;
    }
    return CLI_OK;
}

static cli_status parse_file(FILE *in, const char *name)
{
    cli_parse_options how = {
        .side = options.side == 0 ? H1_REQUESTS : H1_RESPONSES,
        .mode = options.audit ? H1_AUDIT : H1_STRICT,
        .open = options.open,
        .json = options.format == 1,
        .methods = &options.methods,
    };
    cli_output output;

    cli_output_open(&output, NULL, (cli_colour_choice)options.colour);
    how.colour = output.colour;
    return cli_output_close(&output, status_of(cli_parse_stream(&how, in, name, output.stream)));
}

static cli_status unusable(const char *name, int why)
{
    cli_complain("h1 parse", name, strerror(why));
    return CLI_UNUSABLE;
}

static cli_status parse(char **words, size_t count)
{
    struct stat status;
    cli_status result;
    FILE *in;

    if (!options.side_given)
        return cli_usage(&cli_parse, "--side request or --side response is needed");
    if (count != 1)
        return cli_usage(&cli_parse, "one FILE is needed; '-' is standard input");
    if (options.side == 0 && options.methods.count > 0)
        return cli_usage(&cli_parse, "--methods belongs to --side response");
    if (strcmp(words[0], "-") == 0)
        return parse_file(stdin, "standard input");
    in = fopen(words[0], "rbe");
    if (in == NULL)
        return unusable(words[0], errno);
    if (fstat(fileno(in), &status) == 0 && S_ISDIR(status.st_mode))
        result = unusable(words[0], EISDIR);
    else
        result = parse_file(in, words[0]);
    fclose(in);
    return result;
}

const cli_command cli_parse = {
    "parse",
    "--side request|response FILE | -",
    "Parse a stream of messages and show what is in it, or what is refused.",
    "The input is one stream, its end the stream's end unless --open. Exit status: 0 accepted, or more is needed; 1\n"
    "refused or incomplete; 2 usage or unreadable input. After CONNECT a tunnel is assumed, after Upgrade none.",
    OPTIONS,
    {"parse --side request message.bin", "parse --side response --methods HEAD,GET --format json - < responses.bin"},
    parse,
};
