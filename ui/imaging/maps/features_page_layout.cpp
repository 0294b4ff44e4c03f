// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the page and where they stand.
#include "charts/chart_export.h"
#include "charts/patch_canvas.h"
#include "imaging/maps/colour_strip.h"
#include "imaging/maps/features_page.h"
#include "imaging/maps/hint_panel.h"
#include "widgets/theme.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace fe::imaging {

using widgets::scaled;

namespace {

QLabel* titleLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setProperty("kind", QStringLiteral("title"));
    label->setTextFormat(Qt::PlainText);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return label;
}

QLabel* noteLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setProperty("kind", QStringLiteral("secondary"));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QVBoxLayout* cardColumn(QFrame* card)
{
    card->setProperty("kind", QStringLiteral("card"));
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    column->setSpacing(scaled(8));
    return column;
}

} // namespace

void FeaturesPage::build()
{
    m_columns = new QSplitter(Qt::Horizontal, this);
    m_columns->setChildrenCollapsible(false);
    m_columns->setHandleWidth(scaled(12));
    m_columns->addWidget(buildColours());
    m_columns->addWidget(buildAttention());
    m_columns->setStretchFactor(0, 1);
    m_columns->setStretchFactor(1, 1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_columns);
}

QWidget* FeaturesPage::buildColours()
{
    auto* card = new QFrame(this);
    m_colourTitle = titleLabel(card);
    m_add = new QPushButton(card);
    m_add->setObjectName(QStringLiteral("addFeaturePictures"));
    m_colourLayerText = new QLabel(card);
    m_colourLayer = new QSpinBox(card);
    m_colourLayer->setObjectName(QStringLiteral("featureLayer"));
    m_colourLayer->setKeyboardTracking(false);
    m_opacity = new QSlider(Qt::Horizontal, card);
    m_opacity->setRange(0, 100);
    m_opacity->setValue(85);
    m_opacity->setMinimumWidth(scaled(50));
    m_strip = new ColourStrip(card);
    m_strip->setObjectName(QStringLiteral("featureColours"));
    m_exportColours = new charts::ExportButton(*m_strip, card);
    m_colourHint = new HintPanel(card);
    m_colourStack = new QStackedWidget(card);
    m_colourStack->addWidget(m_strip);
    m_colourStack->addWidget(m_colourHint);
    m_colourNote = noteLabel(card);

    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(8));
    header->addWidget(m_colourTitle, 1);
    header->addWidget(m_add);
    auto* footer = new QHBoxLayout;
    footer->setSpacing(scaled(8));
    footer->addWidget(m_colourLayerText);
    footer->addWidget(m_colourLayer);
    footer->addWidget(m_opacity, 1);
    footer->addWidget(m_exportColours);
    auto* column = cardColumn(card);
    column->addLayout(header);
    column->addWidget(m_colourStack, 1);
    column->addWidget(m_colourNote);
    column->addLayout(footer);
    return card;
}

QWidget* FeaturesPage::buildAttention()
{
    auto* card = new QFrame(this);
    m_attentionTitle = titleLabel(card);
    m_classToken = new QPushButton(card);
    m_classToken->setObjectName(QStringLiteral("classToken"));
    m_layerText = new QLabel(card);
    m_layer = new QSpinBox(card);
    m_layer->setObjectName(QStringLiteral("attentionLayer"));
    m_layer->setKeyboardTracking(false);
    m_headText = new QLabel(card);
    m_head = new QSpinBox(card);
    m_head->setObjectName(QStringLiteral("attentionHead"));
    m_head->setKeyboardTracking(false);
    m_attentionCanvas = new charts::PatchCanvas(card);
    m_attentionCanvas->setObjectName(QStringLiteral("attentionMap"));
    m_exportAttention = new charts::ExportButton(*m_attentionCanvas, card);
    m_attentionHint = new HintPanel(card);
    m_attentionStack = new QStackedWidget(card);
    m_attentionStack->addWidget(m_attentionCanvas);
    m_attentionStack->addWidget(m_attentionHint);
    m_attentionNote = noteLabel(card);

    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(8));
    header->addWidget(m_attentionTitle, 1);
    header->addWidget(m_classToken);
    auto* footer = new QHBoxLayout;
    footer->setSpacing(scaled(8));
    for (QWidget* part :
         std::initializer_list<QWidget*> { m_layerText, m_layer, m_headText, m_head }) {
        footer->addWidget(part);
    }
    footer->addStretch(1);
    footer->addWidget(m_exportAttention);
    auto* column = cardColumn(card);
    column->addLayout(header);
    column->addWidget(m_attentionStack, 1);
    column->addWidget(m_attentionNote);
    column->addLayout(footer);
    return card;
}

void FeaturesPage::retranslate()
{
    m_add->setText(tr("Add pictures…"));
    m_add->setToolTip(tr("Colours pictures together: the same colour means similar features"));
    m_colourLayerText->setText(tr("Layer"));
    m_colourLayer->setSpecialValueText(tr("last"));
    m_colourLayer->setAccessibleName(tr("Layer whose features are shown"));
    m_opacity->setAccessibleName(tr("Opacity of the colours"));
    m_opacity->setToolTip(tr("Opacity of the colours"));
    m_layerText->setText(tr("Layer"));
    m_layer->setSpecialValueText(tr("all (rollout)"));
    m_layer->setAccessibleName(tr("Layer whose attention is shown"));
    m_headText->setText(tr("Head"));
    m_head->setSpecialValueText(tr("mean"));
    m_head->setAccessibleName(tr("Head whose attention is shown"));
    showColours();
    showAttention();
}

} // namespace fe::imaging
