// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/import_dialog.h"

#include "widgets/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace fe::scaling_tab {

using widgets::scaled;

namespace {

/// The first entry leaves it to the program, and says what it found.
void select(QComboBox* box, std::optional<int> value)
{
    box->setCurrentIndex(value ? std::max(0, box->findData(*value)) : 0);
}

std::optional<char> markOf(const QComboBox* box)
{
    const QVariant value = box->currentData();
    return value.isValid() ? std::optional(static_cast<char>(value.toInt())) : std::nullopt;
}

} // namespace

ImportDialog::ImportDialog(const scaling::DataTable& table, const scaling::TableOptions& options,
                           QWidget* parent)
    : QDialog(parent), m_delimiter(new QComboBox(this)), m_decimalMark(new QComboBox(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Import settings of %1").arg(QString::fromStdString(table.name)));
    const auto kindText = [](scaling::ColumnKind kind) {
        return kind == scaling::ColumnKind::Number ? tr("numbers")
            : kind == scaling::ColumnKind::Date    ? tr("dates")
                                                   : tr("text");
    };
    const auto delimiterText = [](char mark) {
        return mark == '\t' ? tr("tab") : mark == ';' ? tr("semicolon ;") : tr("comma ,");
    };
    const auto decimalText = [](char mark) { return mark == ',' ? tr("comma ,") : tr("point ."); };
    m_delimiter->addItem(tr("found: %1").arg(delimiterText(table.delimiter)));
    for (const char mark : { ',', ';', '\t' }) {
        m_delimiter->addItem(delimiterText(mark), int(mark));
    }
    m_decimalMark->addItem(tr("found: %1").arg(decimalText(table.decimalMark)));
    for (const char mark : { '.', ',' }) {
        m_decimalMark->addItem(decimalText(mark), int(mark));
    }
    for (const scaling::Column& column : table.columns) {
        auto* box = new QComboBox(this);
        box->addItem(tr("found: %1").arg(kindText(column.kind)));
        for (const auto kind : { scaling::ColumnKind::Number, scaling::ColumnKind::Date,
                                 scaling::ColumnKind::Text }) {
            box->addItem(kindText(kind), static_cast<int>(kind));
        }
        m_kinds.emplace_back(column.name, box);
    }
    build(table, options);
}

void ImportDialog::build(const scaling::DataTable& table, const scaling::TableOptions& options)
{
    m_delimiter->setObjectName(QStringLiteral("delimiter"));
    m_decimalMark->setObjectName(QStringLiteral("decimalMark"));
    select(m_delimiter, options.delimiter ? std::optional(int(*options.delimiter)) : std::nullopt);
    select(m_decimalMark,
           options.decimalMark ? std::optional(int(*options.decimalMark)) : std::nullopt);
    auto* list = new QWidget(this);
    auto* form = new QFormLayout(list);
    form->addRow(tr("Delimiter"), m_delimiter);
    form->addRow(tr("Decimal mark"), m_decimalMark);
    for (const auto& [name, box] : m_kinds) {
        for (const auto& [column, kind] : options.kinds) {
            if (column == name) {
                select(box, static_cast<int>(kind));
            }
        }
        auto* label = new QLabel(QString::fromStdString(name), list);
        label->setTextFormat(Qt::PlainText);
        label->setBuddy(box);
        form->addRow(label, box);
    }
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(list);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton* read = buttons->addButton(tr("Read again"), QDialogButtonBox::AcceptRole);
    read->setProperty("kind", QStringLiteral("primary"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* hint = new QLabel(tr("Cells that do not fit count as missing and are listed."), this);
    hint->setProperty("kind", QStringLiteral("secondary"));
    auto* column = new QVBoxLayout(this);
    column->addWidget(area, 1);
    column->addWidget(hint);
    column->addWidget(buttons);
    constexpr int kMostSeen = 14;
    resize(scaled(420),
           scaled(150) + scaled(36) * int(std::min<std::size_t>(kMostSeen, table.columns.size())));
}

scaling::TableOptions ImportDialog::options() const
{
    scaling::TableOptions options;
    options.delimiter = markOf(m_delimiter);
    options.decimalMark = markOf(m_decimalMark);
    for (const auto& [name, box] : m_kinds) {
        if (box->currentData().isValid()) {
            options.kinds.emplace_back(
                name, static_cast<scaling::ColumnKind>(box->currentData().toInt()));
        }
    }
    return options;
}

} // namespace fe::scaling_tab
