// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/loaded_model.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace fe::workspace {

namespace {

/// The cache of a model hub keeps "models--author--name/snapshots/5f3a...".
QString folderName(const QDir& folder)
{
    static const QRegularExpression cached(
        QStringLiteral("/models--(?:[^/]*--)?([^/]+)/snapshots/[0-9a-f]+$"));
    const auto match = cached.match(QDir::cleanPath(folder.absolutePath()));
    return match.hasMatch() ? match.captured(1) : folder.dirName();
}

} // namespace

Role roleOf(const models::ModelInfo& info)
{
    if (info.kind == "decoder" || info.kind == "encoder-decoder") {
        return Role::Language;
    }
    return info.readsPictures() ? Role::Picture : Role::Encoder;
}

QString modelName(const QString& path)
{
    const QFileInfo info(path);
    if (info.isDir()) {
        return folderName(QDir(info.absoluteFilePath()));
    }
    static const QRegularExpression weightType(
        QStringLiteral("[._-](I?Q[1-8](_[0-9A-Z]+)*|TQ[12]_0|MXFP4|F16|F32|BF16|FP16|FP32)$"),
        QRegularExpression::CaseInsensitiveOption);
    const QString base = info.completeBaseName();
    const QString shortened = QString(base).remove(weightType);
    return shortened.isEmpty() ? base : shortened;
}

} // namespace fe::workspace
