// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/shipped_tables.h"

#include <QFile>
#include <QHash>

namespace fe::scaling_tab {

namespace {

QByteArray bytesOf(const QString& id)
{
    QFile file(QStringLiteral(":/scaling/%1.csv").arg(id));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

base::Result<TablePtr> readShipped(const QString& id, const base::CancelToken& cancel,
                                   base::Progress& progress)
{
    const std::string name = id.toStdString() + ".csv";
    const QByteArray bytes = bytesOf(id);
    if (bytes.isEmpty()) {
        return base::Error { .code = base::ErrorCode::NotFound,
                             .what = "there is no such table",
                             .file = name,
                             .field = {},
                             .why = "it does not come with the program",
                             .fix = "choose another one" };
    }
    FE_TRY(scaling::DataTable table,
           scaling::parseDataTable({ bytes.constData(), static_cast<std::size_t>(bytes.size()) },
                                   name, {}, cancel, progress));
    return std::make_shared<const scaling::DataTable>(std::move(table));
}

std::size_t shippedRows(const QString& id)
{
    // No cell of the tables holds a line break: a line is a row.
    static QHash<QString, std::size_t> known;
    const auto found = known.constFind(id);
    if (found != known.cend()) {
        return *found;
    }
    const QByteArray bytes = bytesOf(id);
    const auto lines = static_cast<std::size_t>(bytes.count('\n'))
        + (bytes.isEmpty() || bytes.endsWith('\n') ? 0 : 1);
    return *known.insert(id, lines > 0 ? lines - 1 : 0);
}

} // namespace fe::scaling_tab
