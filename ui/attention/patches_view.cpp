// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/patches_view.h"

#include "attention/attention_state.h"
#include "attention/pair_tracer.h"
#include "attention/patch_attention.h"
#include "attention/seen_picture.h"
#include "charts/chart_export.h"
#include "charts/patch_canvas.h"
#include "widgets/theme.h"
#include "workspace/error_text.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace fe::attention {

using charts::PatchCanvas;
using widgets::scaled;

PatchesView::PatchesView(AttentionState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_stack(new QStackedWidget(this)), m_page(new QWidget(this)),
      m_heads(), m_rollout(), m_pair(), m_tracer(new PairTracer(state.runner(), this)),
      m_whole(new QPushButton(m_page)), m_opacityText(new QLabel(m_page)),
      m_opacity(new QSlider(Qt::Horizontal, m_page)), m_hint(new QLabel(this))
{
    auto* grid = new QGridLayout(m_page);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(scaled(6));
    grid->setRowStretch(1, 1);
    m_heads = addSide("patchesOfHeads", 0);
    m_rollout = addSide("patchesOfRollout", 1);
    m_pair = addSide("patchesForText", 2);
    m_whole->setObjectName(QStringLiteral("wholePicture"));
    m_opacity->setRange(0, 100);
    m_opacity->setValue(qRound(100 * charts::PatchLook().opacity));
    m_opacity->setMaximumWidth(scaled(140));
    auto* foot = new QHBoxLayout;
    foot->setSpacing(scaled(8));
    foot->addWidget(m_whole);
    foot->addStretch(1);
    foot->addWidget(m_opacityText);
    foot->addWidget(m_opacity);
    grid->addLayout(foot, 2, 0, 1, 3);
    m_hint->setObjectName(QStringLiteral("patchesHint"));
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setProperty("kind", QStringLiteral("secondary"));
    m_stack->addWidget(m_hint);
    m_stack->addWidget(m_page);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    connect(m_whole, &QPushButton::clicked, this, [this] { m_state.setQuery(-1); });
    connect(m_opacity, &QSlider::valueChanged, this, [this](int percent) {
        for (const Side& side : { m_heads, m_rollout, m_pair }) {
            side.canvas->setLook({ percent / 100.0, side.canvas->look().smooth });
        }
    });
    connect(m_tracer, &PairTracer::changed, this, &PatchesView::showPair);
    retranslate();
}

void PatchesView::Side::setVisible(bool visible) const
{
    caption->setVisible(visible);
    save->setVisible(visible);
    canvas->setVisible(visible);
}

void PatchesView::stop()
{
    m_tracer->stop();
}

PatchesView::Side PatchesView::addSide(const char* name, int column)
{
    auto* grid = static_cast<QGridLayout*>(m_page->layout());
    Side side {};
    side.canvas = new PatchCanvas(m_page);
    side.canvas->setObjectName(QLatin1String(name));
    side.caption = new QLabel(m_page);
    side.caption->setTextFormat(Qt::PlainText);
    side.caption->setProperty("kind", QStringLiteral("secondary"));
    side.caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    side.save = new charts::ExportButton(*side.canvas, m_page);
    auto* header = new QHBoxLayout;
    header->addWidget(side.caption, 1);
    header->addWidget(side.save);
    grid->addLayout(header, 0, column);
    grid->addWidget(side.canvas, 1, column);
    grid->setColumnStretch(column, 1);
    connect(side.canvas, &PatchCanvas::patchActivated, this, [this](int patch) {
        const ExaminedAttention* now = m_state.attention();
        if (now != nullptr && now->grid) {
            m_state.setQuery(static_cast<int>(now->grid->prefix) + patch);
        }
    });
    return side;
}

void PatchesView::showHint(const QString& text)
{
    m_hint->setText(text);
    m_stack->setCurrentWidget(m_hint);
}

int PatchesView::source() const
{
    if (m_state.query() >= 0) {
        return m_state.query();
    }
    return m_state.attention()->grid->prefix > 0 ? 0 : -1;
}

QString PatchesView::sourceTitle() const
{
    const int from = source();
    const auto patch = from - static_cast<int>(m_state.attention()->grid->prefix);
    if (from < 0) {
        return tr("Where the patches look, mean of all");
    }
    if (patch >= 0) {
        const auto columns = static_cast<int>(m_state.attention()->grid->columns);
        return tr("Where the patch in row %1, column %2 looks")
            .arg(patch / columns + 1)
            .arg(patch % columns + 1);
    }
    return from == 0 ? tr("Where the class token looks")
                     : tr("Where register token %1 looks").arg(from);
}

void PatchesView::refresh()
{
    const ExaminedAttention* now = m_state.attention();
    if (now == nullptr || !now->grid) {
        return;
    }
    if (m_pictureOf != m_state.examination()) {
        m_pictureOf = m_state.examination();
        readPicture();
    }
    if (!m_picture.isNull()) {
        showMaps();
    }
}

void PatchesView::readPicture()
{
    m_picture = {};
    showHint(tr("Reading the picture…"));
    m_job = m_state.runner().start<QImage>(
        { .title = tr("Picture as the model sees it"),
          .lane = jobs::Lane::Io,
          .slot = QStringLiteral("attention.picture") },
        [examination = m_pictureOf](const base::CancelToken&, base::Progress&) {
            return seenPicture(*examination);
        },
        { .done =
              [this](const QImage& picture) {
                  m_picture = picture;
                  refresh();
              },
          .cancelled =
              [this] {
                  m_pictureOf.reset(); // so that it is read when it is asked for again
                  showHint(tr("The picture was not read."));
              },
          .failed =
              [this](const base::Error& error) {
                  const workspace::ErrorText text = workspace::errorText(error);
                  showHint(text.headline % QLatin1Char('\n') % text.reason);
              } });
}

void PatchesView::showMaps()
{
    const ExaminedAttention& now = *m_state.attention();
    QStringList names;
    for (const HeadId head : m_state.heads()) {
        names.append(QStringLiteral("%1.%2").arg(head.layer).arg(head.head));
    }
    const int from = source();
    const QString title = sourceTitle();
    if (title != m_title) {
        m_title = title;
        Q_EMIT titleChanged(title);
    }
    showSide(m_heads, tr("heads %1").arg(names.join(QStringLiteral(", "))),
             patchesOfHeads(now, from, m_state.heads()));
    showSide(m_rollout, tr("rollout through all layers"), patchesOfRollout(now, from));
    if (PairTracer::isPossible(*m_state.examination())) {
        m_tracer->trace(m_state.examination());
    }
    showPair();
    const bool ofPatch = from >= now.grid->prefix;
    m_whole->setText(now.grid->prefix > 0 ? tr("Class token") : tr("All patches"));
    m_whole->setEnabled(ofPatch);
    m_stack->setCurrentWidget(m_page);
}

/// Relevance for the text is of the whole text: it does not depend on the selection.
void PatchesView::showPair()
{
    const ExaminationPtr& now = m_state.examination();
    const bool possible = now && PairTracer::isPossible(*now);
    m_pair.setVisible(possible);
    static_cast<QGridLayout*>(m_page->layout())->setColumnStretch(2, possible ? 1 : 0);
    if (!possible) {
        return;
    }
    const PairTrace* trace = m_tracer->traceOf(now);
    m_pair.save->setEnabled(trace != nullptr);
    m_pair.canvas->setMap(trace != nullptr ? patchesForText(*now, *trace) : charts::PatchMap());
    const QString caption = trace != nullptr
        ? tr("relevance for “%1”").arg(now->subject.text.simplified())
        : m_tracer->status();
    m_pair.caption->setText(caption);
    m_pair.caption->setToolTip(caption);
}

void PatchesView::showSide(const Side& side, const QString& caption, std::vector<float> values)
{
    const ExaminedAttention& now = *m_state.attention();
    const Subject& subject = m_state.examination()->subject;
    charts::PatchMap map;
    map.text = {
        m_title,
        tr("%1 · %2 · %3").arg(subject.model->name, QFileInfo(subject.picture).fileName(), caption)
    };
    map.valueName = tr("attention");
    map.picture = m_picture;
    map.rows = static_cast<int>(now.grid->rows);
    map.columns = static_cast<int>(now.grid->columns);
    map.patchSize = static_cast<int>(subject.model->any->info().picture.patchSize);
    map.values = std::move(values);
    side.canvas->setMap(map);
    const int patch = source() - static_cast<int>(now.grid->prefix);
    side.canvas->setCurrent(patch >= 0 ? std::optional(patch) : std::nullopt);
    side.caption->setText(caption);
    side.caption->setToolTip(caption);
}

const charts::ChartPicture* PatchesView::chart() const
{
    return m_stack->currentWidget() == m_page ? m_heads.canvas : nullptr;
}

void PatchesView::retranslate()
{
    m_whole->setText(tr("Class token"));
    m_whole->setToolTip(tr("Shows where the token looks that stands for the whole picture, or the "
                           "mean of all patches"));
    m_opacityText->setText(tr("Overlay"));
    m_opacity->setAccessibleName(tr("How strong the overlay is"));
}

} // namespace fe::attention
