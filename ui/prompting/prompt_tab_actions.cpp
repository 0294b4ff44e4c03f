// SPDX-License-Identifier: GPL-3.0-or-later
// Actions of the Prompt tab: shortcuts, palette, export and file dialogs.
#include "prompting/answer_panel.h"
#include "prompting/builder/builder_actions.h"
#include "prompting/chat_page.h"
#include "prompting/endpoints/model_button.h"
#include "prompting/preview_panel.h"
#include "prompting/prompt_tab_widget.h"
#include "prompting/sampling_panel.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QFrame>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>

namespace fe::prompting {

QAction* PromptTab::addTabAction(QString (*text)(), const QKeySequence& shortcut)
{
    auto* action = new QAction(this);
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    m_named.push_back({ action, text });
    return action;
}

void PromptTab::buildActions()
{
    m_generate = addTabAction([] { return tr("Generate"); }, {});
    m_generate->setShortcuts(
        { QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter) });
    connect(m_generate, &QAction::triggered, this, [this] {
        const int page = m_viewStack->currentIndex();
        if (page == 0 || !m_viewPages[static_cast<std::size_t>(page) - 1]->run()) {
            generate();
        }
    });
    m_stop = addTabAction([] { return tr("Stop generating"); }, QKeySequence(Qt::Key_Escape));
    connect(m_stop, &QAction::triggered, &m_run, &PromptRun::cancel);
    QAction* newChat = addTabAction([] { return tr("New chat"); },
                                    QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N));
    connect(newChat, &QAction::triggered, this, [this] {
        changeMode(Mode::Chat);
        m_chat->newChat();
    });
    m_copy = addTabAction([] { return tr("Copy answer"); },
                          QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    m_copy->setIconText(tr("Copy"));
    connect(m_copy, &QAction::triggered, this, [this] { m_answer->copyAnswer(); });
    m_inside = addTabAction([] { return tr("Look inside: the attention of this text and answer"); },
                            QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I));
    connect(m_inside, &QAction::triggered, this, &PromptTab::lookInside);
    m_tint = addTabAction([] { return tr("Tint tokens by probability"); },
                          QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T));
    m_tint->setCheckable(true);
    m_tint->setChecked(true);
    connect(m_tint, &QAction::toggled, m_answer, &AnswerPanel::setTinted);
    m_showPreview = addTabAction([] { return tr("Show the exact prompt"); },
                                 QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P));
    m_showPreview->setCheckable(true);
    m_showPreview->setChecked(true);
    connect(m_showPreview, &QAction::toggled, m_preview, &QWidget::setVisible);
    m_showSampling = addTabAction([] { return tr("Show sampling settings"); },
                                  QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
    m_showSampling->setCheckable(true);
    connect(m_showSampling, &QAction::toggled, m_samplingSide, &QWidget::setVisible);
    m_savePreset = addTabAction([] { return tr("Save sampling preset…"); }, {});
    connect(m_savePreset, &QAction::triggered, m_sampling, &SamplingPanel::savePreset);
    m_builder = new BuilderActions(m_state, this);
    connect(m_builder, &BuilderActions::openRequested, this, &PromptTab::openFile);
    connect(m_builder, &BuilderActions::failed, m_answer, &AnswerPanel::showError);

    QAction* endpoints = addTabAction([] { return tr("Endpoints…"); }, {});
    connect(endpoints, &QAction::triggered, this, [this] { m_modelButton->showEndpoints(); });

    m_exportMenu = new QMenu(this);
    const auto addExport = [this](QString (*text)(), ExportFormat format) {
        QAction* action = addTabAction(text, {});
        connect(action, &QAction::triggered, this, [this, format] { exportAnswer(format); });
        m_exportMenu->addAction(action);
        m_exports.push_back(action);
    };
    addExport([] { return tr("Export run as JSON…"); }, ExportFormat::Json);
    addExport([] { return tr("Export tokens as CSV…"); }, ExportFormat::Csv);
    addExport([] { return tr("Export answer as text…"); }, ExportFormat::Text);
    addExport([] { return tr("Export run as Markdown…"); }, ExportFormat::Markdown);

    for (const ModeRow& row : modeRows()) {
        auto* action = new QAction(this);
        m_modeActions.push_back(action);
        connect(action, &QAction::triggered, this, [this, mode = row.mode] { changeMode(mode); });
    }
    for (int i = 0; i <= static_cast<int>(promptPageRows().size()); ++i) {
        auto* action = new QAction(this);
        m_viewActions.push_back(action);
        connect(action, &QAction::triggered, this, [this, i] { showPage(i); });
    }
    for (std::size_t i = 0; i < builtInPresets().size(); ++i) {
        auto* action = new QAction(this);
        m_presetActions.push_back(action);
        connect(action, &QAction::triggered, this,
                [this, i] { m_sampling->applyBuiltIn(static_cast<int>(i)); });
    }
    m_answer->setActions(m_tint, m_copy, m_inside, m_exportMenu);
    m_previewButton->setDefaultAction(m_showPreview);
    m_samplingButton->setDefaultAction(m_showSampling);
}

void PromptTab::translateActions()
{
    for (const NamedAction& named : m_named) {
        named.action->setText(named.text());
    }
    m_builder->retranslate();
    // Short texts for the buttons that carry the same actions.
    m_copy->setIconText(tr("Copy"));
    m_tint->setIconText(tr("Tint"));
    m_inside->setIconText(tr("Look inside"));
    m_showPreview->setIconText(tr("Preview"));
    m_showSampling->setIconText(tr("Sampling"));
    for (std::size_t i = 0; i < m_modeActions.size(); ++i) {
        m_modeActions[i]->setText(tr("Prompt mode: %1").arg(modeRows()[i].title()));
    }
    for (std::size_t i = 0; i < m_viewActions.size(); ++i) {
        m_viewActions[i]->setText(
            tr("Prompt page: %1").arg(i == 0 ? tr("Answer") : promptPageRows()[i - 1].title()));
    }
    for (std::size_t i = 0; i < m_presetActions.size(); ++i) {
        m_presetActions[i]->setText(tr("Sampling preset: %1").arg(builtInPresets()[i].title()));
    }
}

QList<QAction*> PromptTab::paletteActions() const
{
    QList<QAction*> actions;
    for (const NamedAction& named : m_named) {
        actions.append(named.action);
    }
    actions.append(m_builder->paletteActions());
    actions.append(m_answer->paletteActions());
    for (QAction* action : m_modeActions) {
        actions.append(action);
    }
    for (QAction* action : m_viewActions) {
        actions.append(action);
    }
    for (const PromptPage* page : m_viewPages) {
        actions.append(page->paletteActions());
    }
    for (QAction* action : m_presetActions) {
        actions.append(action);
    }
    return actions;
}

void PromptTab::lookInside()
{
    const RunRecordPtr record = m_answer->record();
    if (!record) {
        m_workspace.reportMessage(tr("Generate an answer first: its text is then looked into."));
        return;
    }
    workspace::InsideText text { QString::fromStdString(record->prompt),
                                 QString::fromStdString(record->generation.text),
                                 record->promptIds };
    for (const generation::Step& step : record->generation.steps) {
        text.ids.push_back(step.id);
    }
    m_workspace.lookInside(text);
}

void PromptTab::exportAnswer(ExportFormat format)
{
    const RunRecordPtr record = m_answer->record();
    if (!record) {
        return;
    }
    const QString suffix = exportSuffix(format);
    QString path
        = QFileDialog::getSaveFileName(this, tr("Export"), tr("answer") + suffix, u'*' + suffix);
    if (path.isEmpty()) {
        return;
    }
    if (QFileInfo(path).suffix().isEmpty()) {
        path += suffix;
    }
    const auto written = writeExport(path, exportText(*record, format));
    if (written) {
        m_workspace.reportMessage(tr("Exported to %1").arg(path));
    } else {
        m_answer->showError(written.error());
    }
}

} // namespace fe::prompting
