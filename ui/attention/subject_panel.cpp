// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/subject_panel.h"

#include "attention/attention_state.h"
#include "base/error.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"
#include "widgets/themed_icon.h"

#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace fe::attention {

using widgets::scaled;
using workspace::Role;

namespace {

constexpr int kCountMs = 250;

QString bytesText(quint64 bytes)
{
    return QString::fromStdString(base::bytesText(bytes));
}

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
    connect(m_repeat, &QToolButton::toggled, this, &SubjectPanel::showKind);
    connect(m_repeatLength, &QSpinBox::valueChanged, &m_count, qOverload<>(&QTimer::start));
    connect(m_models, &widgets::SegmentedControl::currentChanged, this, [this](int index) {
        if (index >= 0 && index < static_cast<int>(m_roles.size())) {
            m_role = m_roles[static_cast<std::size_t>(index)];
            showKind();
        }
    });
    connect(m_analyse, &QPushButton::clicked, this, [this] { isBusy() ? cancel() : analyse(); });
    connect(m_choosePicture, &QPushButton::clicked, this, &SubjectPanel::choosePicture);
    connect(m_noPicture, &QToolButton::clicked, this, [this] { setPicture({}); });
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
    m_picture = new QLabel(this);
    m_picture->setTextFormat(Qt::PlainText);
    m_picture->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_choosePicture = new QPushButton(this);
    m_noPicture = new QToolButton(this);
    m_noPicture->setProperty("kind", QStringLiteral("quiet"));
    m_noPicture->setIcon(
        widgets::themedIcon(QStringLiteral("close"), widgets::IconRole::Secondary));
    m_repeat = new QToolButton(this);
    m_repeat->setCheckable(true);
    m_repeat->setObjectName(QStringLiteral("attentionRepeat"));
    m_repeatLength = new QSpinBox(this);
    m_repeatLength->setRange(2, 1000);
    m_repeatLength->setValue(25);
    m_analyse = new QPushButton(this);
    m_analyse->setObjectName(QStringLiteral("analyse"));
    m_analyse->setProperty("kind", QStringLiteral("primary"));
    m_tokens = new QLabel(this);
    m_tokens->setProperty("kind", QStringLiteral("secondary"));

    m_pictureRow = new QWidget(this);
    auto* pictureRow = new QHBoxLayout(m_pictureRow);
    pictureRow->setContentsMargins(0, 0, 0, 0);
    pictureRow->addWidget(m_choosePicture);
    pictureRow->addWidget(m_picture, 1);
    pictureRow->addWidget(m_noPicture);
    auto* repeatRow = new QHBoxLayout;
    repeatRow->addWidget(m_repeat);
    repeatRow->addWidget(m_repeatLength);
    repeatRow->addStretch(1);
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
    column->addWidget(m_pictureRow);
    column->addLayout(repeatRow);
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
    const bool repeated = m_repeat->isChecked();
    const bool answers = now && now->any->info().kind == "encoder-decoder";
    const bool pairs = now && now->any->info().kind == "encoder";
    m_title->setVisible(text || !now);
    m_text->setVisible(text || !now);
    m_text->setEnabled(!repeated);
    m_secondTitle->setVisible((answers || pairs) && !repeated);
    m_second->setVisible((answers || pairs) && !repeated);
    m_secondTitle->setText(answers ? tr("Answer of the decoder") : tr("Second text of a pair"));
    m_second->setAccessibleName(m_secondTitle->text());
    m_pictureRow->setVisible(pictures);
    m_repeat->setVisible(text && !pictures);
    m_repeatLength->setVisible(text && !pictures && repeated);
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
        subject.second = reads && !m_repeat->isChecked() ? m_second->toPlainText() : QString();
        if (m_repeat->isChecked()) {
            subject.ids.clear();
        }
        subject.repeated
            = m_repeat->isChecked() && !info.readsPictures() ? m_repeatLength->value() : 0;
    }
    if (info.readsPictures()) {
        subject.picture = m_picturePath;
    }
    return subject;
}

void SubjectPanel::countTokens()
{
    if (!model()) {
        m_tokens->clear();
        return;
    }
    m_countJob = m_state.runner().start<Count>(
        { .title = tr("Counting tokens"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("attention.count") },
        [subject = subject()](const base::CancelToken& cancel,
                              base::Progress&) -> base::Result<Count> {
            FE_TRY(const models::ForwardInput input, inputOf(subject, cancel));
            Count count;
            for (const models::AttentionInfo& info :
                 models::attentionsOf(*subject.model->any, input)) {
                count.bytes += models::AttentionCapture::bytesFor(info);
                // Cross attention brings no tokens of its own.
                count.tokens += info.kind == models::AttentionKind::Self ? info.queries : 0;
            }
            return count;
        },
        { .done = [this](const Count& count) { showCount(count); },
          .cancelled = {},
          .failed = [this](const base::Error&) { m_tokens->clear(); } });
}

/// The count, with what the capture will take.
void SubjectPanel::showCount(const Count& count)
{
    m_tokens->setText(
        tr("%1 tokens · %2").arg(QLocale().toString(count.tokens), bytesText(count.bytes)));
    m_tokens->setToolTip(tr("Memory that the attention of every head will take"));
}

void SubjectPanel::analyse()
{
    run(false);
}

void SubjectPanel::analyseOther()
{
    run(true);
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
                               bytesText(examination->bytes)));
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
    m_repeat->setChecked(false);
    const workspace::LoadedModelPtr now = model();
    const bool separate = now && now->any->info().kind == "encoder-decoder";
    m_text->setPlainText(separate ? text.text : text.text + text.answer);
    m_second->setPlainText(separate ? text.answer : QString());
    m_ids = separate ? std::vector<models::TokenId>() : text.ids;
    m_idsOf = now;
}

void SubjectPanel::setPicture(const QString& path)
{
    m_picturePath = path;
    m_picture->setText(path.isEmpty() ? tr("no picture") : QFileInfo(path).fileName());
    m_picture->setToolTip(path);
    m_noPicture->setVisible(!path.isEmpty());
    if (!path.isEmpty() && m_state.workspace().model(Role::Picture)) {
        m_models->setCurrent(static_cast<int>(Role::Picture));
    }
    m_count.start();
}

void SubjectPanel::choosePicture()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open a picture"), {},
        tr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)"));
    if (!path.isEmpty()) {
        setPicture(path);
    }
}

QJsonObject SubjectPanel::saveState() const
{
    return { { QStringLiteral("text"), m_text->toPlainText() },
             { QStringLiteral("second"), m_second->toPlainText() },
             { QStringLiteral("picture"), m_picturePath },
             { QStringLiteral("repeat"), m_repeat->isChecked() },
             { QStringLiteral("repeatLength"), m_repeatLength->value() },
             { QStringLiteral("role"), static_cast<int>(m_role) } };
}

void SubjectPanel::restoreState(const QJsonObject& state)
{
    m_text->setPlainText(
        state.value(QStringLiteral("text"))
            .toString(QStringLiteral("The cat sat on the mat. The cat sat on the")));
    m_second->setPlainText(state.value(QStringLiteral("second")).toString());
    m_repeat->setChecked(state.value(QStringLiteral("repeat")).toBool());
    m_repeatLength->setValue(state.value(QStringLiteral("repeatLength")).toInt(25));
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
    m_choosePicture->setText(tr("Picture…"));
    m_noPicture->setToolTip(tr("Without a picture"));
    m_noPicture->setAccessibleName(tr("Without a picture"));
    m_picture->setText(m_picturePath.isEmpty() ? tr("no picture")
                                               : QFileInfo(m_picturePath).fileName());
    m_noPicture->setVisible(!m_picturePath.isEmpty());
    m_repeat->setText(tr("Random, twice"));
    m_repeat->setToolTip(tr("Random tokens said twice in place of the text: what induction heads "
                            "are found by (Olsson et al. 2022)"));
    m_repeatLength->setAccessibleName(tr("Random tokens in each half"));
    m_repeatLength->setToolTip(m_repeatLength->accessibleName());
    m_analyse->setText(isBusy() ? tr("Stop") : tr("Analyse"));
    m_analyse->setToolTip(tr("Ctrl+Enter"));
}

} // namespace fe::attention
