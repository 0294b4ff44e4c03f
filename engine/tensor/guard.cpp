// SPDX-License-Identifier: Apache-2.0
#include "tensor/torch_bridge.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <new>
#include <string_view>

namespace fe::tensor {
namespace {

using base::Error;
using base::ErrorCode;

Error outOfMemory(const std::string& what)
{
    return { ErrorCode::OutOfMemory,
             what,
             {},
             {},
             "there is not enough memory",
             "close other programs, shorten the text or choose a smaller model or weight form" };
}

/// First line with text of a libtorch message; the rest is its stack.
std::string firstLine(std::string_view message)
{
    message.remove_prefix(std::min(message.find_first_not_of("\n "), message.size()));
    return std::string(message.substr(0, message.find('\n')));
}

} // namespace

base::Result<void> guarded(const std::string& what,
                           const std::function<base::Result<void>()>& function)
{
    try {
        return function();
    } catch (const std::bad_alloc&) {
        return outOfMemory(what);
    } catch (const c10::Error& error) {
        const std::string reason = firstLine(error.what_without_backtrace());
        if (reason.find("not enough memory") != std::string::npos
            || reason.find("out of memory") != std::string::npos) {
            return outOfMemory(what);
        }
        return Error { ErrorCode::Internal, what, {}, {}, reason, "please report this" };
    } catch (const std::exception& error) {
        return Error { ErrorCode::Internal, what, {}, {}, firstLine(error.what()),
                       "please report this" };
    }
}

} // namespace fe::tensor
