// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/seen_picture.h"

#include "pictures/picture_encoder.h"
#include "vision/heat_overlay.h"

namespace fe::attention {

base::Result<QImage> seenPicture(const Examination& examination)
{
    const Subject& subject = examination.subject;
    FE_TRY(const auto model,
           pictures::pictureModel(subject.model->package, subject.model->any,
                                  subject.model->tokenizer));
    const models::Pixels& pixels = examination.input.pixels;
    FE_TRY(const vision::Image image,
           vision::pictureOf({ { 1, 3, pixels.height, pixels.width }, pixels.values },
                             model.processor));
    return QImage(image.rgb.data(), image.width, image.height,
                  static_cast<qsizetype>(image.rowBytes()), QImage::Format_RGB888)
        .copy();
}

} // namespace fe::attention
