// SPDX-License-Identifier: GPL-3.0-or-later
// The sweep's form: what there is to choose from among the data's columns and labels and the
// installed models.
#include "prompting/sweep/sweep_setup_panel.h"
#include "widgets/plain_tool_tip.h"
#include "workspace/path_text.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace fe::prompting {

/// A choice for each field, shown where names alone do not match.
void SweepSetupPanel::showColumns()
{
    const PatternPart* part = m_document.part();
    const QStringList fields = part != nullptr && m_data ? fieldsOf(*part) : QStringList();
    bool asks = !m_setup.columns.isEmpty();
    for (const QString& field : fields) {
        asks = asks || columnOf(m_setup, m_data->table, field).isEmpty();
    }
    // One of them may be what this was called from.
    for (QWidget* old : m_columns->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
        old->hide();
        old->setObjectName({});
        old->deleteLater();
    }
    m_columnBoxes.clear();
    m_columns->setVisible(asks && !fields.isEmpty());
    for (int row = 0; asks && row < static_cast<int>(fields.size()); ++row) {
        const QString& field = fields[row];
        auto* box = new QComboBox(m_columns);
        box->addItem(tr("(choose)"), QString());
        for (const std::string& column : m_data->table.columns) {
            const QString name = QString::fromStdString(column);
            box->addItem(name, name);
        }
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
        box->setAccessibleName(tr("Column for the field %1").arg(field));
        box->setObjectName(QStringLiteral("column:") + field);
        box->setCurrentIndex(std::max(0, box->findData(columnOf(m_setup, m_data->table, field))));
        connect(box, &QComboBox::activated, this, [this, box, field] {
            SweepSetup setup = m_setup;
            setup.columns.insert(field, box->currentData().toString());
            edit(setup);
            showColumns();
        });
        auto* label = new QLabel(u'{' + field + u'}', m_columns);
        label->setTextFormat(Qt::PlainText);
        label->setBuddy(box);
        m_columnGrid->addWidget(label, row, 0);
        m_columnGrid->addWidget(box, row, 1);
        m_columnBoxes.push_back(box);
    }
    QStringList found;
    if (part != nullptr && m_data) {
        const QString column = columnOf(m_setup, m_data->table, answerFieldOf(*part));
        for (const std::string& label : evaluation::labelsIn(m_data->table, column.toStdString())) {
            found.append(QString::fromStdString(label));
            if (found.size() > 20) {
                break;
            }
        }
    }
    m_labels->setPlaceholderText(found.join(QStringLiteral(", ")));
    m_labels->setToolTip(tr("Separated by commas. Empty: the answers that the data holds."));
}

QList<workspace::CatalogEntry> SweepSetupPanel::chosenModels() const
{
    QList<workspace::CatalogEntry> entries;
    const QString loaded = m_model ? workspace::toText(m_model->package->path()) : QString();
    for (const workspace::CatalogEntry& entry : m_catalog.languageModels()) {
        if (m_setup.models.contains(entry.path)
            && (entry.path != loaded || !m_endpoint.isEmpty())) {
            entries.append(entry);
        }
    }
    return entries;
}

QString SweepSetupPanel::ownName() const
{
    return !m_endpoint.isEmpty() ? m_endpoint : m_model ? m_model->name : QString();
}

void SweepSetupPanel::fillModels()
{
    m_modelMenu->clear();
    const QString loaded = m_model ? workspace::toText(m_model->package->path()) : QString();
    if (!ownName().isEmpty()) {
        QAction* own = m_modelMenu->addAction(
            m_endpoint.isEmpty() ? tr("%1 (loaded)").arg(m_model->name) : m_endpoint);
        own->setCheckable(true);
        own->setChecked(m_setup.loadedModel);
        connect(own, &QAction::toggled, this, [this](bool checked) {
            SweepSetup setup = m_setup;
            setup.loadedModel = checked;
            edit(setup);
            showModels();
        });
    }
    for (const workspace::CatalogEntry& entry : m_catalog.languageModels()) {
        if (entry.path == loaded && m_endpoint.isEmpty()) {
            continue;
        }
        QAction* action = m_modelMenu->addAction(entry.weights.isEmpty() ? entry.name
                                                                         : entry.name
                                                         + QStringLiteral(" · ") + entry.weights);
        action->setCheckable(true);
        action->setChecked(m_setup.models.contains(entry.path));
        connect(action, &QAction::toggled, this, [this, path = entry.path](bool checked) {
            SweepSetup setup = m_setup;
            setup.models.removeAll(path);
            if (checked) {
                setup.models.append(path);
            }
            edit(setup);
            showModels();
        });
    }
    showModels();
}

void SweepSetupPanel::showModels()
{
    QStringList names;
    if (!ownName().isEmpty() && m_setup.loadedModel) {
        names.append(ownName());
    }
    for (const workspace::CatalogEntry& entry : chosenModels()) {
        names.append(entry.name);
    }
    const QString text = names.isEmpty() ? tr("Choose models")
        : names.size() <= 1              ? names.first()
                            : tr("%1 and %2 more").arg(names.first()).arg(names.size() - 1);
    m_models->setText(text);
    m_models->setToolTip(widgets::plainToolTip(names.join(u'\n')));
    m_models->setAccessibleName(tr("Models: %1").arg(text));
}

} // namespace fe::prompting
