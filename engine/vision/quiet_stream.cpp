// SPDX-License-Identifier: Apache-2.0
#include "vision/quiet_stream.h"

#include <iostream>
#include <mutex>
#include <streambuf>

namespace fe::vision {
namespace {

thread_local int t_quiet = 0; ///< QuietStream objects of this thread

class Filter : public std::streambuf
{
public:
    explicit Filter(std::streambuf* target) : m_target(target) { }

protected:
    int_type overflow(int_type c) override
    {
        if (t_quiet > 0 || traits_type::eq_int_type(c, traits_type::eof())) {
            return traits_type::not_eof(c);
        }
        return m_target->sputc(traits_type::to_char_type(c));
    }
    std::streamsize xsputn(const char* text, std::streamsize count) override
    {
        return t_quiet > 0 ? count : m_target->sputn(text, count);
    }
    int sync() override { return t_quiet > 0 ? 0 : m_target->pubsync(); }

private:
    std::streambuf* m_target;
};

} // namespace

QuietStream::QuietStream()
{
    static std::once_flag installed;
    std::call_once(installed, [] {
        // Never deleted: std::cerr is written to until the very end of the process.
        std::cerr.rdbuf(new Filter(std::cerr.rdbuf()));
    });
    ++t_quiet;
}

QuietStream::~QuietStream()
{
    --t_quiet;
}

} // namespace fe::vision
