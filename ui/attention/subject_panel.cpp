// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/subject_panel.h"

#include "attention/attention_state.h"
#include "attention/picture_field.h"
#include "attention/repeat_field.h"
#include "attention/token_count.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace fe::attention {

using widgets::scaled;
using workspace::Role;

namespace {

constexpr int kCountMs = 250;

} // namespace

SubjectPanel::SubjectPanel(AttentionState& state, QWidget* parent) : QWidget(parent), m_state(state)
{
    build();
    m_count.setSingleShot(true);
    m_count.setInterval(kCountMs);
    connect(&m_count, &QTimer::timeout, this, &SubjectPanel::countTokens);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        m_ids.clear();
        m_count.start();
    });
    connect(m_second, &QPlainTextEdit::textChanged, &m_count, qOverload<>(&QTimer::start));
    connect(m_repeat, &RepeatField::toggled, this, &SubjectPanel::showKind);
    connect(m_repeat, &RepeatField::lengthChanged, &m_count, qOverload<>(&QTimer::start));
    connect(m_models, &widgets::SegmentedControl::currentChanged, this, [this](int index) {
        if (index >= 0 && index < static_cast<int>(m_roles.size())) {
            m_role = m_roles[static_cast<std::size_t>(index)];
            showKind();
        }
    });
    connect(m_analyse, &QPushButton::clicked, this, [this] { isBusy() ? cancel() : analyse(); });
    connect(m_picture, &PictureField::pathChosen, this, &SubjectPanel::setPicture);
    connect(&state.workspace(), &workspace::Workspace::modelsChanged, this,
            &SubjectPanel::followModels);
    retranslate();
    followModels();
}

void SubjectPanel::build()
{
    m_models = new widgets::SegmentedControl(this);
    m_models->setObjectName(QStringLiteral("attentionModel"));
    for (std::size_t i = 0; i < workspace::kRoles.size(); ++i) {
        m_models->addSegment({}, {});
    }
    m_title = new QLabel(this);
    m_title->setProperty("kind", QStringLiteral("title"));
    m_text = new QPlainTextEdit(this);
    m_text->setObjectName(QStringLiteral("attentionText"));
    m_secondTitle = new QLabel(this);
    m_secondTitle->setProperty("kind", QStringLiteral("title"));
    m_second = new QPlainTextEdit(this);
    m_second->setObjectName(QStringLiteral("attentionSecond"));
    for (QPlainTextEdit* edit : { m_text, m_second }) {
        edit->setProperty("mono", true);
        edit->setTabChangesFocus(true);
    }
    m_text->setMinimumHeight(scaled(54));
    m_text->setMaximumHeight(scaled(110));
    m_second->setMinimumHeight(scaled(40));
    m_second->setMaximumHeight(scaled(60));
    m_picture = new PictureField(this);
    m_repeat = new RepeatField(this);
    m_analyse = new QPushButton(this);
    m_analyse->setObjectName(QStringLiteral("analyse"));
    m_analyse->setProperty("kind", QStringLiteral("primary"));
    m_tokens = new TokenCount(m_state.runner(), this);
    auto* runRow = new QHBoxLayout;
    runRow->addWidget(m_analyse);
    runRow->addStretch(1);
    runRow->addWidget(m_tokens);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(6));
    column->addWidget(m_models);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_secondTitle);
    column->addWidget(m_second);
    column->addWidget(m_picture);
    column->addWidget(m_repeat);
    column->addLayout(runRow);
}

workspace::LoadedModelPtr SubjectPanel::model() const
{
    return m_state.workspace().model(m_role);
}

/// Segments for the models that are loaded; the choice stays if it can.
void SubjectPanel::followModels()
{
    m_roles.clear();
    int chosen = -1;
    for (const Role role : workspace::kRoles) {
        const bool loaded = m_state.workspace().model(role) != nullptr;
        const auto segment = static_cast<int>(role);
        if (loaded && role == m_role) {
            chosen = segment;
        }
        m_models->setSegmentEnabled(segment, loaded);
        m_roles.push_back(role);
        if (loaded && chosen < 0 && !m_state.workspace().model(m_role)) {
            chosen = segment;
        }
    }
    if (chosen >= 0) {
        m_models->setCurrent(chosen);
        m_role = m_roles[static_cast<std::size_t>(chosen)];
    }
    showKind();
}

/// Shows the fields that the chosen model reads.
void SubjectPanel::showKind()
{
    const workspace::LoadedModelPtr now = model();
    const bool text = now && now->any->info().readsText();
    const bool pictures = now && now->any->info().readsPictures();
    const bool repeated = m_repeat->isOn();
    const bool answers = now && now->any->info().kind == "encoder-decoder";
    const bool pairs = now && now->any->info().kind == "encoder";
    m_title->setVisible(text || !now);
    m_text->setVisible(text || !now);
    m_text->setEnabled(!repeated);
    m_secondTitle->setVisible((answers || pairs) && !repeated);
    m_second->setVisible((answers || pairs) && !repeated);
    m_secondTitle->setText(answers ? tr("Answer of the decoder") : tr("Second text of a pair"));
    m_second->setAccessibleName(m_secondTitle->text());
    m_picture->setVisible(pictures);
    m_repeat->setVisible(text && !pictures);
    m_analyse->setEnabled(now != nullptr || isBusy());
    m_count.start();
}

Subject SubjectPanel::subject() const
{
    Subject subject;
    subject.model = model();
    const models::ModelInfo& info = subject.model->any->info();
    if (info.readsText()) {
        subject.text = m_text->toPlainText();
        subject.ids = m_role == Role::Language && m_idsOf.lock() == subject.model
            ? m_ids
            : std::vector<models::TokenId>();
        const bool reads = info.kind == "encoder" || info.kind == "encoder-decoder";
        subject.second = reads && !m_repeat->isOn() ? m_second->toPlainText() : QString();
        if (m_repeat->isOn()) {
            subject.ids.clear();
        }
        subject.repeated = m_repeat->isOn() && !info.readsPictures() ? m_repeat->length() : 0;
    }
    if (info.readsPictures()) {
        subject.picture = m_picture->path();
    }
    return subject;
}

void SubjectPanel::countTokens()
{
    model() ? m_tokens->count(subject()) : m_tokens->clear();
}

void SubjectPanel::run(bool other)
{
    if (!model()) {
        return;
    }
    m_job = m_state.runner().start<ExaminationPtr>(
        { .title = tr("Reading attention"),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("attention.examine") },
        [subject = subject()](const base::CancelToken& cancel, base::Progress& progress) {
            return examine(subject, cancel, progress);
        },
        { .done =
              [this, other](const ExaminationPtr& examination) {
                  retranslate();
                  showKind();
                  m_state.workspace().reportMessage(
                      tr("%1 heads read in %2 s, %3.")
                          .arg(QLocale().toString(examination->attentions.front().info().layers
                                                  * examination->attentions.front().info().heads),
                               QLocale().toString(examination->seconds, 'f', 2),
                               captureText(examination->bytes)));
                  other ? m_state.setOther(examination) : m_state.setExamination(examination);
              },
          .cancelled =
              [this] {
                  retranslate();
                  showKind();
              },
          .failed =
              [this](const base::Error& error) {
                  retranslate();
                  showKind();
                  Q_EMIT failed(error);
              } });
    Q_EMIT started();
    m_analyse->setText(tr("Stop"));
}

void SubjectPanel::setText(const workspace::InsideText& text)
{
    if (m_state.workspace().model(Role::Language)) {
        m_models->setCurrent(static_cast<int>(Role::Language));
    }
    m_repeat->setOn(false);
    const workspace::LoadedModelPtr now = model();
    const bool separate = now && now->any->info().kind == "encoder-decoder";
    m_text->setPlainText(separate ? text.text : text.text + text.answer);
    m_second->setPlainText(separate ? text.answer : QString());
    m_ids = separate ? std::vector<models::TokenId>() : text.ids;
    m_idsOf = now;
}

void SubjectPanel::setPicture(const QString& path)
{
    m_picture->setPath(path);
    if (!path.isEmpty() && m_state.workspace().model(Role::Picture)) {
        m_models->setCurrent(static_cast<int>(Role::Picture));
    }
    m_count.start();
}

QJsonObject SubjectPanel::saveState() const
{
    return { { QStringLiteral("text"), m_text->toPlainText() },
             { QStringLiteral("second"), m_second->toPlainText() },
             { QStringLiteral("picture"), m_picture->path() },
             { QStringLiteral("repeat"), m_repeat->isOn() },
             { QStringLiteral("repeatLength"), m_repeat->length() },
             { QStringLiteral("role"), static_cast<int>(m_role) } };
}

void SubjectPanel::restoreState(const QJsonObject& state)
{
    m_text->setPlainText(
        state.value(QStringLiteral("text"))
            .toString(QStringLiteral("The cat sat on the mat. The cat sat on the")));
    m_second->setPlainText(state.value(QStringLiteral("second")).toString());
    m_repeat->setOn(state.value(QStringLiteral("repeat")).toBool());
    m_repeat->setLength(state.value(QStringLiteral("repeatLength")).toInt(25));
    const int role = state.value(QStringLiteral("role")).toInt();
    m_role = static_cast<Role>(std::clamp(role, 0, static_cast<int>(workspace::kRoles.size()) - 1));
    const QString picture = state.value(QStringLiteral("picture")).toString();
    setPicture(QFileInfo::exists(picture) ? picture : QString());
    followModels();
}

void SubjectPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showKind();
    }
}

void SubjectPanel::retranslate()
{
    m_models->setSegmentText(0, tr("language"), tr("The language model"));
    m_models->setSegmentText(1, tr("encoder"), tr("The encoder of texts"));
    m_models->setSegmentText(2, tr("picture"), tr("The picture model"));
    m_models->setAccessibleName(tr("Model to look into"));
    m_title->setText(tr("Text"));
    m_text->setAccessibleName(tr("Text to look into"));
    m_picture->retranslate();
    m_repeat->retranslate();
    m_analyse->setText(isBusy() ? tr("Stop") : tr("Analyse"));
    m_analyse->setToolTip(tr("Ctrl+Enter"));
}

} // namespace fe::attention
