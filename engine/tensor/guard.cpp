// SPDX-License-Identifier: Apache-2.0
#include "tensor/block_pool.h"
#include "tensor/torch_bridge.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <new>
#include <string_view>

namespace fe::tensor {
namespace {

using base::Error;
using base::ErrorCode;

/// How libtorch's allocators and CUDA say that there is no more.
constexpr std::array<std::string_view, 3> kNoMemory
    = { "out of memory", "not enough memory", "can't allocate memory" };

/// @param where of which memory: " on the graphics card", or nothing.
Error outOfMemory(const std::string& what, const std::string& where = {})
{
    return { ErrorCode::OutOfMemory,
             what,
             {},
             {},
             "there is not enough memory" + where,
             "close other programs, shorten the text or choose a smaller model or weight form" };
}

Error errorOf(const std::string& what, std::string_view message)
{
    if (saysOutOfMemory(message)) {
        const bool card = message.find("CUDA") != std::string_view::npos;
        return outOfMemory(what, card ? " on the graphics card" : "");
    }
    return { ErrorCode::Internal, what, {}, {}, reasonOf(message), "please report this" };
}

/// What libtorch says about itself, for its own developers.
constexpr std::array<std::string_view, 3> kAdvice
    = { ", please report", " (Could this error message be improved", " This is an internal miniz" };

/// The name of a Python exception before its text, "RuntimeError: ", taken off. Nothing if the line
/// begins otherwise.
std::optional<std::string_view> textOfException(std::string_view line)
{
    const std::size_t colon = line.find(": ");
    const auto isPartOfName = [](unsigned char c) { return std::isalnum(c) != 0 || c == '.'; };
    if (colon == std::string_view::npos || colon == 0
        || !std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon),
                        isPartOfName)) {
        return std::nullopt;
    }
    return line.substr(colon + 2);
}

} // namespace

std::string reasonOf(std::string_view message)
{
    constexpr std::string_view kRaisedHere = "<--- HERE";
    std::string_view first;
    const std::size_t here = message.rfind(kRaisedHere);
    std::string_view rest = here == std::string_view::npos ? message : message.substr(here);
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        const auto text = textOfException(line);
        if (here != std::string_view::npos && text) {
            first = *text;
            break;
        }
        if (here == std::string_view::npos && line.find_first_not_of(' ') != line.npos) {
            first = line.substr(line.find_first_not_of(' '));
            break;
        }
    }
    if (first.empty()) {
        first = message.substr(0, message.find('\n'));
    }
    for (const std::string_view advice : kAdvice) {
        first = first.substr(0, first.find(advice));
    }
    return std::string(first);
}

bool saysOutOfMemory(std::string_view message)
{
    return std::any_of(kNoMemory.begin(), kNoMemory.end(), [&](std::string_view sign) {
        return message.find(sign) != std::string_view::npos;
    });
}

base::Result<void> guarded(const std::string& what,
                           const std::function<base::Result<void>()>& function)
{
    poolLargeTensors();
    try {
        return function();
    } catch (const std::bad_alloc&) {
        return outOfMemory(what);
    } catch (const c10::Error& error) {
        return errorOf(what, error.what_without_backtrace());
    } catch (const std::exception& error) {
        return errorOf(what, error.what()); // also what an operator of a script threw
    }
}

} // namespace fe::tensor
