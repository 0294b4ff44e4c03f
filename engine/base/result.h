// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <tl/expected.hpp>

#include <utility>

namespace fe::base {

/// A value or an Error. Every fallible public function of the engine returns one; nothing throws
/// across a room. Read the value only after `if (result)`.
template<typename T>
class [[nodiscard]] Result
{
public:
    using Value = T;

    Result(T value) : m_state(std::move(value)) { }
    Result(Error error) : m_state(tl::unexpect, std::move(error)) { }

    [[nodiscard]] bool hasValue() const { return m_state.has_value(); }
    explicit operator bool() const { return hasValue(); }

    [[nodiscard]] T& value() & { return *m_state; }
    [[nodiscard]] const T& value() const& { return *m_state; }
    [[nodiscard]] T&& value() && { return std::move(*m_state); }
    [[nodiscard]] T& operator*() & { return *m_state; }
    [[nodiscard]] const T& operator*() const& { return *m_state; }
    [[nodiscard]] T&& operator*() && { return std::move(*m_state); }
    T* operator->() { return &*m_state; }
    const T* operator->() const { return &*m_state; }

    [[nodiscard]] const Error& error() const { return m_state.error(); }

private:
    tl::expected<T, Error> m_state;
};

template<>
class [[nodiscard]] Result<void>
{
public:
    using Value = void;

    Result() = default;
    Result(Error error) : m_state(tl::unexpect, std::move(error)) { }

    [[nodiscard]] bool hasValue() const { return m_state.has_value(); }
    explicit operator bool() const { return hasValue(); }
    [[nodiscard]] const Error& error() const { return m_state.error(); }

private:
    tl::expected<void, Error> m_state;
};

} // namespace fe::base

#define FE_CONCAT_INNER(a, b) a##b
#define FE_CONCAT(a, b) FE_CONCAT_INNER(a, b)

/// `FE_TRY(auto header, readHeader(file));` declares the value or returns the error.
#define FE_TRY(declaration, ...)                                                                   \
    FE_TRY_INNER(FE_CONCAT(feResult, __LINE__), declaration, __VA_ARGS__)
#define FE_TRY_INNER(name, declaration, ...)                                                       \
    auto name = (__VA_ARGS__);                                                                     \
    if (!name) {                                                                                   \
        return name.error();                                                                       \
    }                                                                                              \
    declaration = *std::move(name)

/// `FE_CHECK(write(file));` returns the error of a Result<void>.
#define FE_CHECK(...)                                                                              \
    do {                                                                                           \
        if (auto feChecked = (__VA_ARGS__); !feChecked) {                                          \
            return feChecked.error();                                                              \
        }                                                                                          \
    } while (false)
