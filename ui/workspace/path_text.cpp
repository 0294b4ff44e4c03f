// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/path_text.h"

#include <QFile>

namespace fe::workspace {

std::filesystem::path toPath(const QString& text)
{
#if defined(_WIN32)
    return std::filesystem::path(text.toStdWString());
#else
    return std::filesystem::path(QFile::encodeName(text).toStdString());
#endif
}

QString toText(const std::filesystem::path& path)
{
#if defined(_WIN32)
    return QString::fromStdWString(path.wstring());
#else
    return QFile::decodeName(path.c_str());
#endif
}

} // namespace fe::workspace
