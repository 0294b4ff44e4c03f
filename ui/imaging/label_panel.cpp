// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/label_panel.h"

#include "imaging/label_presets.h"
#include "imaging/vision_state.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace fe::imaging {

using widgets::scaled;

namespace {

constexpr qint64 kMostListBytes = 1 << 20;
constexpr int kMostListLines = 2000; // each becomes a bar

QStringList linesOf(const QPlainTextEdit* edit)
{
    return edit->toPlainText().split(QLatin1Char('\n'));
}

} // namespace

LabelPanel::LabelPanel(VisionState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_labelTitle(new QLabel(this)),
      m_labelPresets(new QToolButton(this)), m_labelMenu(new QMenu(this)),
      m_labels(new QPlainTextEdit(this)), m_problem(new QLabel(this)),
      m_templateTitle(new QLabel(this)), m_templatePresets(new QToolButton(this)),
      m_templateMenu(new QMenu(this)), m_templates(new QPlainTextEdit(this)),
      m_kind(new widgets::SegmentedControl(this)), m_scale(new QLabel(this)),
      m_temperatureTitle(new QLabel(this)), m_temperature(new QDoubleSpinBox(this))
{
    build();
    connect(m_labels, &QPlainTextEdit::textChanged, this, [this] {
        m_state.setLabels(linesOf(m_labels));
        showSummary();
    });
    connect(m_templates, &QPlainTextEdit::textChanged, this,
            [this] { m_state.setTemplates(linesOf(m_templates)); });
    connect(m_kind, &widgets::SegmentedControl::currentChanged, this, &LabelPanel::scoringEdited);
    connect(m_temperature, &QDoubleSpinBox::valueChanged, this, &LabelPanel::scoringEdited);
    connect(m_labelMenu, &QMenu::aboutToShow, this, &LabelPanel::fillLabelMenu);
    connect(m_templateMenu, &QMenu::aboutToShow, this, &LabelPanel::fillTemplateMenu);
    connect(&state, &VisionState::weightsChanged, this, &LabelPanel::showSummary);
    connect(&state, &VisionState::modelChanged, this, &LabelPanel::showScale);
    retranslate();
}

QWidget* LabelPanel::buildHeader(QLabel* title, QToolButton* button)
{
    title->setProperty("kind", QStringLiteral("title"));
    button->setProperty("kind", QStringLiteral("quiet"));
    button->setPopupMode(QToolButton::InstantPopup);
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(title, 1);
    row->addWidget(button);
    return header;
}

void LabelPanel::build()
{
    m_labels->setObjectName(QStringLiteral("labels"));
    m_templates->setObjectName(QStringLiteral("templates"));
    m_temperature->setObjectName(QStringLiteral("temperature"));
    for (QPlainTextEdit* edit : { m_labels, m_templates }) {
        edit->setTabChangesFocus(true);
        edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    }
    m_templates->setPlainText(QStringLiteral("{}"));
    m_problem->setProperty("kind", QStringLiteral("error"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    m_labelPresets->setMenu(m_labelMenu);
    m_templatePresets->setMenu(m_templateMenu);
    m_kind->addSegment({}, {});
    m_kind->addSegment({}, {});
    m_scale->setProperty("kind", QStringLiteral("secondary"));
    m_temperature->setRange(0.01, 100);
    m_temperature->setDecimals(2);
    m_temperature->setSingleStep(0.1);
    m_temperature->setValue(1);
    m_temperatureTitle->setBuddy(m_temperature);

    auto* kindRow = new QHBoxLayout;
    kindRow->addWidget(m_kind);
    kindRow->addStretch(1);
    kindRow->addWidget(m_scale);
    auto* temperatureRow = new QHBoxLayout;
    temperatureRow->addWidget(m_temperatureTitle);
    temperatureRow->addStretch(1);
    temperatureRow->addWidget(m_temperature);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(8));
    column->addWidget(buildHeader(m_labelTitle, m_labelPresets));
    column->addWidget(m_labels, 3);
    column->addWidget(m_problem);
    column->addWidget(buildHeader(m_templateTitle, m_templatePresets));
    column->addWidget(m_templates, 2);
    column->addLayout(kindRow);
    column->addLayout(temperatureRow);
}

void LabelPanel::setLabels(const QStringList& labels)
{
    m_labels->setPlainText(labels.join(QLatin1Char('\n')));
}

void LabelPanel::setTemplates(const QStringList& templates)
{
    m_templates->setPlainText(templates.join(QLatin1Char('\n')));
}

void LabelPanel::focusLabels()
{
    m_labels->setFocus(Qt::ShortcutFocusReason);
    m_labels->selectAll();
}

void LabelPanel::fillLabelMenu()
{
    m_labelMenu->clear();
    const auto addAll = [this](bool inKorean) {
        for (const LabelPreset& preset : labelPresets()) {
            const QString title
                = inKorean ? tr("%1, in Korean").arg(preset.title()) : preset.title();
            m_labelMenu->addAction(
                title, this, [this, &preset, inKorean] { setLabels(preset.labels(inKorean)); });
        }
    };
    addAll(false);
    m_labelMenu->addSeparator();
    addAll(true);
    if (!m_ownPresets.isEmpty()) {
        m_labelMenu->addSection(tr("Own presets"));
        for (auto it = m_ownPresets.begin(); it != m_ownPresets.end(); ++it) {
            m_labelMenu->addAction(it.key(), this, [this, labels = it.value().toString()] {
                m_labels->setPlainText(labels);
            });
        }
        QMenu* remove = m_labelMenu->addMenu(tr("Remove an own preset"));
        for (auto it = m_ownPresets.begin(); it != m_ownPresets.end(); ++it) {
            remove->addAction(it.key(), this,
                              [this, name = it.key()] { m_ownPresets.remove(name); });
        }
    }
    m_labelMenu->addSeparator();
    m_labelMenu->addAction(tr("Keep these labels as a preset…"), this, &LabelPanel::keepAsPreset)
        ->setEnabled(!m_state.labels().isEmpty());
    m_labelMenu->addAction(tr("Open a list…"), this, &LabelPanel::openLabelFile);
}

void LabelPanel::fillTemplateMenu()
{
    m_templateMenu->clear();
    for (const TemplatePreset& preset : templatePresets()) {
        QAction* action = m_templateMenu->addAction(
            preset.title, this, [this, preset] { setTemplates(preset.templates); });
        action->setCheckable(true);
        action->setChecked(m_state.templates() == preset.templates);
    }
}

void LabelPanel::openLabelFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a list of labels, one a line"),
                                                      {}, tr("Texts (*.txt);;All files (*)"));
    if (path.isEmpty()) {
        return;
    }
    QFile file(path);
    QString reason;
    if (!file.open(QIODevice::ReadOnly)) {
        reason = file.errorString();
    } else if (file.size() > kMostListBytes) {
        reason = tr("It is larger than 1 MB.");
    }
    const QString text = reason.isEmpty() ? QString::fromUtf8(file.readAll()) : QString();
    if (text.count(QLatin1Char('\n')) > kMostListLines) {
        reason = tr("It has more than %1 lines.").arg(QLocale().toString(kMostListLines));
    }
    if (text.contains(QChar(0))) {
        reason = tr("It is no text.");
    }
    if (!reason.isEmpty()) {
        m_state.workspace().reportMessage(tr("%1 was not opened. %2").arg(path, reason));
        return;
    }
    m_labels->setPlainText(QString(text).remove(QLatin1Char('\r')));
}

void LabelPanel::keepAsPreset()
{
    const QString name
        = QInputDialog::getText(this, tr("Keep these labels as a preset"), tr("Name of the preset"))
              .trimmed();
    if (!name.isEmpty()) {
        m_ownPresets.insert(name, m_state.labels().join(QLatin1Char('\n')));
    }
}

void LabelPanel::scoringEdited()
{
    Scoring scoring;
    scoring.kind
        = m_kind->current() == 0 ? analysis::ScoreKind::Softmax : analysis::ScoreKind::Independent;
    scoring.temperature = m_temperature->value();
    m_state.setScoring(scoring);
}

void LabelPanel::showSummary()
{
    const auto count = m_state.labels().size();
    m_labelTitle->setText(count == 0 ? tr("Labels, one a line")
                                     : tr("Labels: %1").arg(QLocale().toString(count)));
    const auto& problem = m_state.weightsProblem();
    m_problem->setVisible(problem.has_value());
    if (problem) {
        const workspace::ErrorText text = workspace::errorText(*problem);
        m_problem->setText(text.headline % QLatin1Char('\n') % text.reason);
    }
}

void LabelPanel::showScale()
{
    const bool known = m_state.canClassify();
    m_scale->setVisible(known);
    if (known) {
        const double scale = std::exp(double { m_state.model()->model->info().logitScale });
        m_scale->setText(tr("scale %1").arg(QLocale().toString(scale, 'g', 4)));
    }
}

QJsonObject LabelPanel::saveState() const
{
    return { { QStringLiteral("labels"), m_labels->toPlainText() },
             { QStringLiteral("templates"), m_templates->toPlainText() },
             { QStringLiteral("independent"), m_kind->current() == 1 },
             { QStringLiteral("temperature"), m_temperature->value() },
             { QStringLiteral("presets"), m_ownPresets } };
}

void LabelPanel::restoreState(const QJsonObject& state)
{
    m_ownPresets = state.value(QStringLiteral("presets")).toObject();
    m_labels->setPlainText(state.value(QStringLiteral("labels")).toString());
    m_templates->setPlainText(
        state.value(QStringLiteral("templates")).toString(QStringLiteral("{}")));
    m_kind->setCurrent(state.value(QStringLiteral("independent")).toBool() ? 1 : 0);
    m_temperature->setValue(state.value(QStringLiteral("temperature")).toDouble(1));
}

void LabelPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void LabelPanel::retranslate()
{
    m_labels->setAccessibleName(tr("Labels, one a line"));
    m_labels->setPlaceholderText(tr("cat\ndog\nhorse"));
    m_labelPresets->setText(tr("Presets"));
    m_labelPresets->setAccessibleName(tr("Label presets"));
    m_templateTitle->setText(tr("Templates"));
    m_templateTitle->setToolTip(tr("{} stands for the label, a/an for the article that it asks "
                                   "for. A label's vector is the mean over all templates."));
    m_templates->setAccessibleName(tr("Templates, one a line"));
    m_templates->setToolTip(m_templateTitle->toolTip());
    m_templatePresets->setText(tr("Presets"));
    m_templatePresets->setAccessibleName(tr("Template presets"));
    m_kind->setSegmentText(0, tr("one of"), tr("One label is right: softmax over all labels"));
    m_kind->setSegmentText(1, tr("any of"),
                           tr("Each label by itself: the sigmoid of its own logit"));
    m_kind->setAccessibleName(tr("How labels are scored"));
    m_temperatureTitle->setText(tr("Temperature"));
    m_temperature->setAccessibleName(tr("Temperature"));
    m_temperature->setToolTip(tr("Divides the logits: lower is surer, higher is more even."));
    showSummary();
    showScale();
}

} // namespace fe::imaging
