// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/picture_list.h"

#include "cli/model_input.h"

namespace fe::cli {

base::Json described(std::span<const pictures::SkippedPicture> skipped)
{
    base::Json rows = base::Json::array();
    for (const pictures::SkippedPicture& picture : skipped) {
        base::Json row = base::Json::object();
        row.set("image", picture.file);
        row.set("why", picture.why.oneLine());
        rows.push(std::move(row));
    }
    return rows;
}

base::Result<std::vector<std::string>> readLines(const std::string& path)
{
    FE_TRY(const std::string text, readText(path));
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = text.find('\n', at);
        end = end == std::string::npos ? text.size() : end;
        std::string line = text.substr(at, end - at);
        while (!line.empty()
               && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
            line.pop_back();
        }
        if (!line.empty()) {
            lines.push_back(std::move(line));
        }
        at = end + 1;
    }
    if (lines.empty()) {
        return base::malformed(path, {}, "it has no lines");
    }
    return lines;
}

} // namespace fe::cli
