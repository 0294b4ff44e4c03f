// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/clipboard_cells.h"

namespace fe::prompting {

namespace {

bool endsCell(const QString& text, qsizetype at)
{
    return at >= text.size() || text[at] == u'\t' || text[at] == u'\n' || text[at] == u'\r';
}

/// The cell in quotes that begins at `at`, which moves behind it; false if it is none.
bool readQuoted(const QString& text, qsizetype& at, QString& cell)
{
    if (at >= text.size() || text[at] != u'"') {
        return false;
    }
    QString found;
    for (qsizetype i = at + 1; i < text.size(); ++i) {
        if (text[i] != u'"') {
            found += text[i];
        } else if (i + 1 < text.size() && text[i + 1] == u'"') {
            found += u'"';
            ++i;
        } else if (endsCell(text, i + 1)) {
            at = i + 1;
            cell = found.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
            return true;
        } else {
            return false;
        }
    }
    return false;
}

QString readPlain(const QString& text, qsizetype& at)
{
    const qsizetype begin = at;
    while (!endsCell(text, at)) {
        ++at;
    }
    return text.mid(begin, at - begin);
}

QString quoted(QString cell)
{
    const bool needed = cell.contains(u'\t') || cell.contains(u'\n') || cell.contains(u'\r')
        || cell.startsWith(u'"');
    return needed ? u'"' + cell.replace(u'"', QStringLiteral("\"\"")) + u'"' : cell;
}

} // namespace

Cells cellsFromClipboard(const QString& text)
{
    Cells rows;
    qsizetype at = 0;
    bool open = false; // a row has begun
    while (at < text.size() || open) {
        if (!open) {
            rows.emplace_back();
            open = true;
        }
        QString cell;
        if (!readQuoted(text, at, cell)) {
            cell = readPlain(text, at);
        }
        rows.back().append(cell);
        if (at >= text.size()) {
            break;
        }
        if (text[at] == u'\t') {
            ++at;
            continue;
        }
        at += text[at] == u'\r' && at + 1 < text.size() && text[at + 1] == u'\n' ? 2 : 1;
        open = false;
    }
    return rows;
}

QString clipboardText(const Cells& cells)
{
    QString text;
    for (const QStringList& row : cells) {
        for (qsizetype i = 0; i < row.size(); ++i) {
            text += (i == 0 ? QString() : QStringLiteral("\t")) + quoted(row[i]);
        }
        text += u'\n';
    }
    return text;
}

} // namespace fe::prompting
