// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <exception>
#include <new>
#include <type_traits>
#include <utility>

namespace fe::base {

/// Runs `function`, which returns a Result, and turns what the standard library throws inside it
/// into an Error. One at each public entry of a room, so that nothing thrown crosses rooms.
/// @param where names the entry in an internal error.
template<typename Function>
[[nodiscard]] std::invoke_result_t<Function> guarded(const char* where, Function&& function)
{
    try {
        return std::forward<Function>(function)();
    } catch (const std::bad_alloc&) {
        return Error { ErrorCode::OutOfMemory, "not enough memory", {}, where, {},
                       "close other programs" };
    } catch (const std::exception& error) {
        return internalError(where, error.what());
    }
}

} // namespace fe::base
