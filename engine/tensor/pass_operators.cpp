// SPDX-License-Identifier: Apache-2.0
//
// What the sources of architectures ask of a pass: which tokens, where in the row, what is off.
#include "tensor/pass_operators.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/zeros.h>

namespace fe::tensor {
namespace {

at::TensorOptions wholeNumbers(const ForwardPass& pass)
{
    return at::TensorOptions(at::kLong).device(pass.ids.defined() ? pass.ids.device()
                                                                  : c10::Device(c10::kCPU));
}

} // namespace

at::Tensor idsOf(const PassPtr& pass)
{
    TORCH_CHECK(pass->ids.defined(), "this pass has no token ids");
    return pass->ids;
}

at::Tensor sequences(const at::Tensor& x, const PassPtr& pass)
{
    return x.view({ pass->batch, pass->length, x.size(-1) });
}

at::Tensor queryPositions(const PassPtr& pass)
{
    return at::arange(pass->start, pass->start + pass->length, wholeNumbers(*pass));
}

at::Tensor keyPositions(const PassPtr& pass)
{
    return at::arange(pass->start + pass->length, wholeNumbers(*pass));
}

at::Tensor positions(const PassPtr& pass)
{
    return queryPositions(pass).repeat({ pass->batch });
}

at::Tensor countedPositions(const PassPtr& pass)
{
    if (!pass->counts.defined()) {
        return positions(pass);
    }
    return (pass->counts.cumsum(1) * pass->counts - 1).view({ -1 });
}

at::Tensor segmentsOf(const PassPtr& pass)
{
    return pass->segments.defined()
        ? pass->segments.view({ -1 })
        : at::zeros({ pass->batch * pass->length }, wholeNumbers(*pass));
}

at::Tensor seen(const at::Tensor& p, const PassPtr& /*pass*/, c10::string_view /*name*/)
{
    return p;
}

at::Tensor switchedMlp(const at::Tensor& y, const PassPtr& pass, std::int64_t layer)
{
    if (pass->mlpScale.empty()) {
        return y;
    }
    return y * pass->mlpScale.at(static_cast<std::size_t>(layer));
}

} // namespace fe::tensor
