// SPDX-License-Identifier: Apache-2.0
#include "generation/generation.h"

namespace fe::generation {

const char* stopReasonName(StopReason reason)
{
    switch (reason) {
    case StopReason::Length:
        return "length";
    case StopReason::Stop:
        return "stop";
    case StopReason::Eos:
        return "eos";
    case StopReason::Cancelled:
        return "cancelled";
    }
    return "";
}

} // namespace fe::generation
