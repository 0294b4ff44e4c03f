// SPDX-License-Identifier: Apache-2.0
#include "chat/access.h"
#include "chat/operators.h"
#include "chat/runtime.h"

#include <array>
#include <cmath>
#include <limits>

namespace fe::chat {
namespace {

using Integer = std::int64_t;

constexpr std::array kSymbols
    = { "+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "<=", ">", ">=", "in", "not in" };

[[noreturn]] void failTypes(Runtime& runtime, Operator op, const Value& left, const Value& right)
{
    runtime.fail("unsupported operand type(s) for "
                 + std::string(kSymbols[static_cast<std::size_t>(op)]) + ": '"
                 + std::string(typeName(left)) + "' and '" + std::string(typeName(right)) + "'");
}

[[noreturn]] void failRange(Runtime& runtime)
{
    runtime.failLimit("an integer grows over 64 bits");
}

// Overflow is tested before the operation, in portable terms: signed overflow is undefined.
Integer added(Runtime& runtime, Integer a, Integer b)
{
    constexpr auto kMax = std::numeric_limits<Integer>::max();
    constexpr auto kMin = std::numeric_limits<Integer>::min();
    if (b > 0 ? a > kMax - b : a < kMin - b) {
        failRange(runtime);
    }
    return a + b;
}

Integer subtracted(Runtime& runtime, Integer a, Integer b)
{
    constexpr auto kMax = std::numeric_limits<Integer>::max();
    constexpr auto kMin = std::numeric_limits<Integer>::min();
    if (b < 0 ? a > kMax + b : a < kMin + b) {
        failRange(runtime);
    }
    return a - b;
}

Integer multiplied(Runtime& runtime, Integer a, Integer b)
{
    constexpr auto kMax = std::numeric_limits<Integer>::max();
    constexpr auto kMin = std::numeric_limits<Integer>::min();
    if (a == 0 || b == 0) {
        return 0;
    }
    const bool overflows
        = a > 0 ? (b > 0 ? a > kMax / b : b < kMin / a) : (b > 0 ? a < kMin / b : b < kMax / a);
    if (overflows) {
        failRange(runtime);
    }
    return a * b;
}

/// Rounds towards minus infinity, so that the remainder has the sign of b.
Integer floorDivided(Runtime& runtime, Integer a, Integer b)
{
    if (b == -1) {
        return subtracted(runtime, 0, a);
    }
    const Integer quotient = a / b;
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

Integer remainder(Integer a, Integer b)
{
    if (b == -1) {
        return 0;
    }
    const Integer rest = a % b;
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

Integer raised(Runtime& runtime, Integer base, Integer exponent)
{
    if (base == 0 || base == 1) {
        return exponent == 0 ? 1 : base;
    }
    if (base == -1) {
        return exponent % 2 == 0 ? 1 : -1;
    }
    Integer result = 1;
    for (Integer i = 0; i < exponent; ++i) {
        result = multiplied(runtime, result, base);
    }
    return result;
}

double floatRemainder(double a, double b)
{
    const double rest = std::fmod(a, b);
    if (rest == 0.0) {
        return std::copysign(0.0, b);
    }
    return (rest < 0) != (b < 0) ? rest + b : rest;
}

double floatFloorDivided(double a, double b)
{
    const double rest = std::fmod(a, b);
    double quotient = (a - rest) / b;
    if (rest != 0.0 && (b < 0) != (rest < 0)) {
        quotient -= 1.0;
    }
    if (quotient == 0.0) {
        return std::copysign(0.0, a / b);
    }
    const double whole = std::floor(quotient);
    return quotient - whole > 0.5 ? whole + 1.0 : whole;
}

double floatRaised(Runtime& runtime, double base, double exponent)
{
    if (base == 0.0 && exponent < 0) {
        runtime.fail("0.0 cannot be raised to a negative power");
    }
    const double result = std::pow(base, exponent);
    if (std::isnan(result) && !std::isnan(base) && !std::isnan(exponent)) {
        runtime.failUnsupported("complex numbers are not supported");
    }
    if (std::isinf(result) && !std::isinf(base) && !std::isinf(exponent)) {
        runtime.fail("numerical result out of range");
    }
    return result;
}

Value integerArithmetic(Runtime& runtime, Operator op, Integer a, Integer b)
{
    const bool divides
        = op == Operator::Divide || op == Operator::FloorDivide || op == Operator::Modulo;
    if (divides && b == 0) {
        runtime.fail("division by zero");
    }
    switch (op) {
    case Operator::Add:
        return added(runtime, a, b);
    case Operator::Subtract:
        return subtracted(runtime, a, b);
    case Operator::Multiply:
        return multiplied(runtime, a, b);
    case Operator::Divide:
        return static_cast<double>(a) / static_cast<double>(b);
    case Operator::FloorDivide:
        return floorDivided(runtime, a, b);
    case Operator::Modulo:
        return remainder(a, b);
    default:
        if (b < 0) {
            return floatRaised(runtime, static_cast<double>(a), static_cast<double>(b));
        }
        return raised(runtime, a, b);
    }
}

Value floatArithmetic(Runtime& runtime, Operator op, double a, double b)
{
    const bool divides
        = op == Operator::Divide || op == Operator::FloorDivide || op == Operator::Modulo;
    if (divides && b == 0.0) {
        runtime.fail("float division by zero");
    }
    switch (op) {
    case Operator::Add:
        return a + b;
    case Operator::Subtract:
        return a - b;
    case Operator::Multiply:
        return a * b;
    case Operator::Divide:
        return a / b;
    case Operator::FloorDivide:
        return floatFloorDivided(a, b);
    case Operator::Modulo:
        return floatRemainder(a, b);
    default:
        return floatRaised(runtime, a, b);
    }
}

} // namespace

Value arithmetic(Runtime& runtime, Operator op, const Value& left, const Value& right)
{
    runtime.charge(1);
    const bool isFormat = op == Operator::Modulo && left.text() != nullptr;
    for (const Value& side : { left, right }) {
        if (side.undefined() != nullptr && !isFormat) {
            runtime.fail(side.undefined()->message);
        }
    }
    const auto a = left.integer();
    const auto b = right.integer();
    if (a && b) {
        return integerArithmetic(runtime, op, *a, *b);
    }
    if (left.isNumber() && right.isNumber()) {
        return floatArithmetic(runtime, op, *left.number(), *right.number());
    }
    const Value result = sequenceArithmetic(runtime, op, left, right);
    if (result.isMissing()) {
        failTypes(runtime, op, left, right);
    }
    return result;
}

Value negate(Runtime& runtime, const Value& value)
{
    if (const auto number = value.integer()) {
        return subtracted(runtime, 0, *number);
    }
    if (value.isFloat()) {
        return -*value.number();
    }
    runtime.fail(value.undefined() != nullptr
                     ? value.undefined()->message
                     : "bad operand type for unary -: '" + std::string(typeName(value)) + "'");
}

Value plus(Runtime& runtime, const Value& value)
{
    if (const auto number = value.integer()) {
        return *number;
    }
    if (value.isFloat()) {
        return value;
    }
    runtime.fail(value.undefined() != nullptr
                     ? value.undefined()->message
                     : "bad operand type for unary +: '" + std::string(typeName(value)) + "'");
}

} // namespace fe::chat
