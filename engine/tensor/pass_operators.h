// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tensor/torch_bridge.h"

namespace fe::tensor {

// fe.* operators over a pass alone; see Script::compile for what each gives.
[[nodiscard]] at::Tensor idsOf(const PassPtr& pass);
[[nodiscard]] at::Tensor sequences(const at::Tensor& x, const PassPtr& pass);
[[nodiscard]] at::Tensor queryPositions(const PassPtr& pass);
[[nodiscard]] at::Tensor keyPositions(const PassPtr& pass);
[[nodiscard]] at::Tensor positions(const PassPtr& pass);
[[nodiscard]] at::Tensor countedPositions(const PassPtr& pass);
[[nodiscard]] at::Tensor segmentsOf(const PassPtr& pass);
[[nodiscard]] at::Tensor seen(const at::Tensor& p, const PassPtr& pass, c10::string_view name);
[[nodiscard]] at::Tensor switchedMlp(const at::Tensor& y, const PassPtr& pass, std::int64_t layer);

} // namespace fe::tensor
