// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fe::vision {

/// While one lives, what its thread writes to std::cerr is dropped; other threads are not affected.
///
/// OpenCV's imdecode catches its own exceptions and prints them there, with no switch to turn that
/// off. The first use puts a filter before std::cerr's buffer for the rest of the process.
class QuietStream
{
public:
    QuietStream();
    ~QuietStream();
    QuietStream(const QuietStream&) = delete;
    QuietStream& operator=(const QuietStream&) = delete;
};

} // namespace fe::vision
