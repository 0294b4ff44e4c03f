// SPDX-License-Identifier: Apache-2.0
#include "endpoints/server_error.h"

#include "base/utf8.h"

#include <algorithm>

namespace fe::endpoints {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;

constexpr std::size_t kLongestMessage = 400;

std::string textOf(const Json& json, const char* member)
{
    const Json* value = json.find(member);
    if (value == nullptr) {
        return {};
    }
    if (const std::string* text = value->asString()) {
        return *text;
    }
    return value->isNumber() ? base::toText(*value) : std::string();
}

/// Runs of spaces and control characters become one space.
std::string oneLine(const std::string& text)
{
    std::string line;
    for (const char c : base::toValidUtf8(text)) {
        const bool space = static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
        if (!space) {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    if (line.size() > kLongestMessage) {
        line.resize(base::completeUtf8Prefix(std::string_view(line).substr(0, kLongestMessage)));
        line += " ...";
    }
    while (!line.empty() && (line.back() == ' ' || line.back() == '.')) {
        line.pop_back();
    }
    return line;
}

/// Text between the tags of a web page; what a proxy says in place of the server.
std::string pageTitle(const std::string& page)
{
    const std::size_t begin = page.find("<title>");
    const std::size_t end = page.find("</title>", begin);
    if (begin == std::string::npos || end == std::string::npos) {
        return "a web page";
    }
    const std::size_t from = begin + std::string_view("<title>").size();
    return "a web page, \"" + page.substr(from, end - from) + '"';
}

struct Verdict {
    ErrorCode code;
    const char* what;
    const char* fix;
};

Verdict verdictOn(int status, const std::string& code)
{
    if (code == "context_length_exceeded" || code == "exceed_context_size_error" || status == 413) {
        return { ErrorCode::LimitExceeded, "the text is too long for the server", "shorten it" };
    }
    if (code == "insufficient_quota" || status == 402) {
        return { ErrorCode::LimitExceeded, "the server's account is used up", "check its billing" };
    }
    switch (status) {
    case 401:
    case 403:
    case 407:
        return { ErrorCode::Unreadable, "the server refuses access", "check the key" };
    case 404:
        return { ErrorCode::NotFound, "the server does not know this",
                 "check the model's name and the address" };
    case 429:
        return { ErrorCode::LimitExceeded, "the server is busy", "try again later" };
    default:
        break;
    }
    if (status >= 500) {
        return { ErrorCode::Unreadable, "the server failed", "see its log, or try again later" };
    }
    if (status >= 200 && status < 300) {
        return { ErrorCode::Unreadable, "the server broke off", "see its log, or try again" };
    }
    return { ErrorCode::Unsupported, "the server refuses the request", "" };
}

} // namespace

ServerComplaint complaintIn(const Json& error)
{
    if (const std::string* text = error.asString()) {
        return { oneLine(*text), {}, {} };
    }
    ServerComplaint complaint;
    complaint.message = oneLine(textOf(error, "message"));
    complaint.parameter = oneLine(textOf(error, "param"));
    complaint.code = oneLine(textOf(error, "code"));
    const std::string type = oneLine(textOf(error, "type"));
    if (complaint.code.empty()
        || complaint.code.find_first_not_of("0123456789") == std::string::npos) {
        complaint.code = type; // llama-server repeats the status as "code"
    }
    if (complaint.message.empty()) {
        complaint.message = oneLine(base::toText(error));
    }
    return complaint;
}

ServerComplaint complaintOf(const std::string& body)
{
    const auto json = base::parseJson(base::toValidUtf8(body), "answer");
    if (!json) {
        const std::size_t first = std::min(body.find_first_not_of(" \t\r\n"), body.size());
        const bool page = first < body.size() && body[first] == '<';
        return { oneLine(page ? pageTitle(body) : body), {}, {} };
    }
    if (const Json* error = json->findNonNull("error")) {
        return complaintIn(*error);
    }
    if (const Json* detail = json->findNonNull("detail")) {
        return detail->isObject() || detail->isString()
            ? complaintIn(*detail)
            : ServerComplaint { oneLine(base::toText(*detail)), {}, {} };
    }
    return complaintIn(*json);
}

Error errorOf(const HttpResponse& response, const HttpClient& client)
{
    const ServerComplaint complaint = complaintOf(response.body);
    const Verdict verdict = verdictOn(response.status, complaint.code);
    std::string why = "status " + std::to_string(response.status);
    if (!complaint.message.empty()) {
        why += ": " + client.withoutKey(complaint.message);
    }
    if (response.retryAfterMs) {
        why += ", again in " + std::to_string((*response.retryAfterMs + 999) / 1000) + " s";
    }
    return {
        verdict.code, verdict.what, client.base().authority(), {}, std::move(why), verdict.fix
    };
}

Error streamError(const ServerComplaint& complaint, const HttpClient& client)
{
    const Verdict verdict = verdictOn(200, complaint.code);
    return { verdict.code,
             verdict.what,
             client.base().authority(),
             {},
             complaint.message.empty() ? "it gave no reason" : client.withoutKey(complaint.message),
             verdict.fix };
}

} // namespace fe::endpoints
