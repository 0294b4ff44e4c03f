// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/maps/features_page.h"

#include "charts/chart_export.h"
#include "charts/patch_canvas.h"
#include "imaging/maps/colour_strip.h"
#include "imaging/maps/hint_panel.h"
#include "imaging/pictures/picture_names.h"
#include "imaging/vision_state.h"

#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>

namespace fe::imaging {

namespace {

constexpr int kMostPictures = 6; // side by side they would become too small

QString nameOf(const QString& path)
{
    return QFileInfo(path).fileName();
}

} // namespace

FeaturesPage::FeaturesPage(VisionState& state, QWidget* parent) : VisionPage(parent), m_state(state)
{
    build();
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    m_strip->setLook({ m_opacity->value() / 100.0, false });
    fillSpins();
    retranslate();
    connectParts();
}

void FeaturesPage::connectParts()
{
    connect(&m_refresh, &QTimer::timeout, this, &FeaturesPage::compute);
    connect(&m_state, &VisionState::modelChanged, this, [this] {
        forgetColours();
        forgetAttention();
        fillSpins();
        refresh();
    });
    connect(m_add, &QPushButton::clicked, this, &FeaturesPage::choosePictures);
    connect(m_strip, &ColourStrip::pictureActivated, this, &FeaturesPage::choosePicture);
    connect(m_opacity, &QSlider::valueChanged, this, [this](int percent) {
        m_strip->setLook({ percent / 100.0, false });
    });
    connect(m_colourLayer, &QSpinBox::valueChanged, this, [this] {
        forgetColours();
        refresh();
    });
    connect(m_layer, &QSpinBox::valueChanged, this, &FeaturesPage::showAttention);
    connect(m_head, &QSpinBox::valueChanged, this, &FeaturesPage::showAttention);
    connect(m_attentionCanvas, &charts::PatchCanvas::patchActivated, this, [this](int patch) {
        m_patch = patch;
        showAttention();
    });
    connect(m_classToken, &QPushButton::clicked, this, [this] {
        m_patch.reset();
        m_attentionCanvas->setCurrent(std::nullopt);
        showAttention();
    });
    for (const HintPanel* hint : { m_colourHint, m_attentionHint }) {
        connect(hint, &HintPanel::buttonClicked, this, [this] {
            if (!m_state.model()) {
                m_state.workspace().askForModel(workspace::Role::Picture);
            } else if (m_paths.isEmpty()) {
                choosePictures();
            } else {
                refresh(); // what was cancelled
            }
        });
    }
}

/// As many layers and heads as the model's vision stack has.
void FeaturesPage::fillSpins()
{
    int layers = 0;
    int heads = 0;
    if (const auto model = m_state.model()) {
        const models::ModelInfo& info = model->model->info();
        for (const models::StackInfo& stack : info.stacks) {
            if (stack.name == "vision" || info.kind == "vision") {
                layers = static_cast<int>(stack.layers);
                heads = static_cast<int>(stack.heads);
            }
        }
    }
    m_colourLayer->setRange(0, layers);
    m_layer->setRange(0, layers);
    m_head->setRange(0, heads);
}

void FeaturesPage::setPicture(const QString& path)
{
    if (!path.isEmpty() && m_paths != QStringList { path }) {
        setPaths({ path });
    }
}

void FeaturesPage::setPaths(const QStringList& paths)
{
    m_paths = paths.mid(0, kMostPictures);
    m_picture = qBound(0, m_picture, qMax(0, static_cast<int>(m_paths.size()) - 1));
    forgetColours();
    forgetAttention();
    refresh();
}

/// A late answer to an old question is dropped with its job.
void FeaturesPage::forgetColours()
{
    m_colours.reset();
    m_colourJob = {};
}

void FeaturesPage::forgetAttention()
{
    m_attention.reset();
    m_attentionJob = {};
    m_patch.reset();
}

bool FeaturesPage::openPaths(const QStringList& paths)
{
    QStringList all = m_paths;
    for (const QString& path : paths) {
        if (QFileInfo(path).isFile() && isPictureFile(path) && !all.contains(path)) {
            all.append(path);
        }
    }
    if (all == m_paths) {
        return false;
    }
    // The newest stay where there are too many.
    setPaths(all.mid(qMax<qsizetype>(0, all.size() - kMostPictures)));
    return true;
}

void FeaturesPage::choosePictures()
{
    openPaths(QFileDialog::getOpenFileNames(this, tr("Add pictures")));
}

void FeaturesPage::choosePicture(int index)
{
    if (index != m_picture && index >= 0 && index < m_paths.size()) {
        m_picture = index;
        forgetAttention();
        refresh();
    }
}

void FeaturesPage::refresh()
{
    m_stale = true;
    if (isVisible()) {
        m_refresh.start();
    }
}

void FeaturesPage::showEvent(QShowEvent* event)
{
    VisionPage::showEvent(event);
    if (m_stale) {
        m_refresh.start();
    }
}

void FeaturesPage::compute()
{
    m_stale = false;
    const bool ready = m_state.model() && !m_paths.isEmpty();
    for (HintPanel* hint : { m_colourHint, m_attentionHint }) {
        if (!hint->showModelHint(m_state) && m_paths.isEmpty()) {
            hint->setHint(tr("No picture is selected"),
                          tr("Select one on the page Pictures, or drop some here to see them in "
                             "the same colours."),
                          tr("Add pictures…"));
        } else if (ready) {
            hint->setHint({}, tr("Computing…"));
        }
    }
    if (ready && !m_colours && !m_colourJob.isActive()) {
        computeColours();
    }
    if (ready && !m_attention && !m_attentionJob.isActive()) {
        computeAttention();
    }
    showColours();
    showAttention();
}

void FeaturesPage::computeColours()
{
    FeatureQuestion question { m_paths, m_state.model(), std::nullopt };
    if (m_colourLayer->value() > 0) {
        question.layer = m_colourLayer->value();
    }
    m_colourJob = m_state.runner().start<FeatureAnswer>(
        { .title = tr("Features of %1").arg(nameOf(m_paths.front())),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("vision.features") },
        [question](const base::CancelToken& cancel, base::Progress& progress) {
            return answer(question, cancel, progress);
        },
        { .done =
              [this](FeatureAnswer answer) {
                  m_colours = std::move(answer);
                  showColours();
              },
          .cancelled = [this] { showCancelled(*m_colourHint); },
          .failed = [this](const base::Error& error) { m_colourHint->setError(error); } });
}

void FeaturesPage::computeAttention()
{
    const QString path = m_paths.at(m_picture);
    const auto model = m_state.model();
    m_attentionJob = m_state.runner().start<AttentionAnswer>(
        { .title = tr("Attention over %1").arg(nameOf(path)),
          .lane = jobs::Lane::Compute,
          .slot = QStringLiteral("vision.attention") },
        [path, model](const base::CancelToken& cancel, base::Progress& progress) {
            return attentionOf(path, model, cancel, progress);
        },
        { .done =
              [this](AttentionAnswer answer) {
                  m_attention = std::move(answer);
                  showAttention();
              },
          .cancelled = [this] { showCancelled(*m_attentionHint); },
          .failed = [this](const base::Error& error) { m_attentionHint->setError(error); } });
}

void FeaturesPage::showCancelled(HintPanel& hint)
{
    hint.setHint({}, tr("It was not computed."), tr("Compute"));
}

void FeaturesPage::showColours()
{
    const QString title = tr("Features as colours");
    m_colourTitle->setText(title);
    const bool there = m_colours && m_state.model();
    m_exportColours->setEnabled(there);
    m_colourNote->setVisible(there);
    m_colourStack->setCurrentWidget(there ? static_cast<QWidget*>(m_strip) : m_colourHint);
    if (!there) {
        return;
    }
    m_colourNote->setText(
        tr("Red, green and blue are the first three principal components of the patches' "
           "features: the same colour means similar features.")
        + QLatin1Char(' ') + seenText(*m_state.model(), m_colours->seen.front()));
    std::vector<charts::PatchMap> maps;
    for (std::size_t i = 0; i < m_colours->seen.size(); ++i) {
        charts::PatchMap map;
        map.text.title = nameOf(m_paths.value(static_cast<qsizetype>(i)));
        map.picture = m_colours->seen[i];
        map.colours = imageOf(m_colours->colours[i]);
        map.rows = map.colours.height();
        map.columns = map.colours.width();
        map.patchSize = static_cast<int>(m_state.model()->model->info().picture.patchSize);
        maps.push_back(map);
    }
    const QString layer = m_colourLayer->value() == 0 ? tr("last layer")
                                                      : tr("layer %1").arg(m_colourLayer->value());
    m_strip->setMaps({ title, tr("%1 · %2").arg(m_state.modelName(), layer) }, maps);
    m_strip->setChosen(m_picture);
}

void FeaturesPage::showAttention()
{
    const int layer = m_layer->value();
    m_head->setEnabled(layer > 0);
    const bool there = m_attention && m_state.model();
    const bool pooling = there && m_attention->attention->grid().prefix == 0;
    m_classToken->setText(pooling ? tr("Pooling head") : tr("Class token"));
    m_classToken->setToolTip(tr("Shows where the token looks that stands for the whole picture"));
    m_classToken->setEnabled(there && m_patch);
    m_exportAttention->setEnabled(there);
    m_attentionNote->setVisible(there);
    m_attentionStack->setCurrentWidget(there ? static_cast<QWidget*>(m_attentionCanvas)
                                             : m_attentionHint);
    QString title
        = pooling ? tr("Attention of the pooling head") : tr("Attention of the class token");
    if (there && m_patch) {
        const int columns = static_cast<int>(m_attention->attention->grid().columns);
        title = tr("Attention of the patch in row %1, column %2")
                    .arg(*m_patch / columns + 1)
                    .arg(*m_patch % columns + 1);
    }
    m_attentionTitle->setText(title);
    m_attentionTitle->setToolTip(title);
    if (!there) {
        return;
    }
    analysis::PictureAttention::Question question;
    if (layer > 0) {
        question.layer = layer - 1;
        if (m_head->value() > 0) {
            question.head = m_head->value() - 1;
        }
    }
    if (m_patch) {
        question.patch = *m_patch;
    }
    const auto heat = m_attention->attention->map(question);
    if (!heat) {
        m_attentionHint->setError(heat.error());
        m_attentionStack->setCurrentWidget(m_attentionHint);
        return;
    }
    m_attentionNote->setText(tr("Click a patch to see where it looks."));
    const QString which = layer == 0 ? tr("rollout through all layers")
        : m_head->value() == 0       ? tr("layer %1, mean over heads").arg(layer)
                                     : tr("layer %1, head %2").arg(layer).arg(m_head->value());
    charts::PatchMap map;
    map.text
        = { title,
            tr("%1 · %2 · %3").arg(m_state.modelName(), nameOf(m_paths.value(m_picture)), which) };
    map.valueName = tr("attention");
    map.picture = m_attention->seen;
    map.rows = static_cast<int>(heat->rows);
    map.columns = static_cast<int>(heat->columns);
    map.patchSize = static_cast<int>(m_state.model()->model->info().picture.patchSize);
    map.values = heat->values;
    m_attentionCanvas->setMap(map);
    m_attentionCanvas->setCurrent(m_patch);
}

QJsonObject FeaturesPage::saveState() const
{
    return { { QStringLiteral("paths"), QJsonArray::fromStringList(m_paths) },
             { QStringLiteral("picture"), m_picture },
             { QStringLiteral("opacity"), m_opacity->value() },
             { QStringLiteral("columns"),
               QString::fromLatin1(m_columns->saveState().toBase64()) } };
}

void FeaturesPage::restoreState(const QJsonObject& state)
{
    QStringList paths;
    for (const QJsonValue& path : state.value(QStringLiteral("paths")).toArray()) {
        if (QFileInfo(path.toString()).isFile()) {
            paths.append(path.toString());
        }
    }
    m_opacity->setValue(state.value(QStringLiteral("opacity")).toInt(m_opacity->value()));
    m_columns->restoreState(
        QByteArray::fromBase64(state.value(QStringLiteral("columns")).toString().toLatin1()));
    m_picture = state.value(QStringLiteral("picture")).toInt();
    setPaths(paths);
}

void FeaturesPage::changeEvent(QEvent* event)
{
    VisionPage::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        refresh(); // the hints
    }
}

} // namespace fe::imaging
