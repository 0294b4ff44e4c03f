// SPDX-License-Identifier: Apache-2.0
#include "generation/text_model.h"

#include <limits>

namespace fe::generation {
namespace {

double meanOf(double sum, std::int64_t count)
{
    return count > 0 ? sum / static_cast<double>(count) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

double TextScore::perToken() const
{
    return meanOf(sum, tokens);
}

double TextScore::perByte() const
{
    return meanOf(sum, bytes);
}

} // namespace fe::generation
