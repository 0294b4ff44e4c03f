// SPDX-License-Identifier: Apache-2.0
//
// What a stack's pass over a ForwardInput begins with. Includes libtorch; private to models/.
#pragma once

#include "models/network.h"

#include <functional>
#include <string>

namespace fe::models {

/// One stack, a pass of it and what it reads, ready to run. Members throw torch's errors.
class StackPass
{
public:
    /// Keeps references to all three.
    StackPass(const Network& network, const Stack& stack, const ForwardInput& input);

    /// For text: rows of ids, and 1s where they count (empty: all).
    [[nodiscard]] base::Result<void> setText(const std::vector<std::vector<TokenId>>& ids,
                                             const std::vector<std::vector<std::int64_t>>& counts);
    void setPictures(const Pixels& pixels);
    /// Lets a decoder see the encoder's states.
    void setMemory(const at::Tensor& states, const std::vector<std::vector<std::int64_t>>& counts);

    [[nodiscard]] const Stack& stack() const { return m_stack; }
    [[nodiscard]] const ForwardInput& input() const { return m_input; }
    [[nodiscard]] const tensor::PassPtr& pass() const { return m_pass; }
    [[nodiscard]] const at::Tensor& what() const { return m_what; } ///< ids [n] or pixels
    [[nodiscard]] const std::string& prefix() const { return m_prefix; } ///< of names of results
    /// By layer; empty: none is off.
    [[nodiscard]] std::vector<bool> layersOff() const;

private:
    void begin(std::int64_t batch, std::int64_t length);

    const Network& m_network;
    const Stack& m_stack;
    const ForwardInput& m_input;
    std::string m_prefix;
    at::Tensor m_what;
    tensor::PassPtr m_pass;
};

/// Puts what a stack's Switches say about heads and MLPs into a pass.
void applySwitches(const Stack& stack, const Switches& switches, tensor::ForwardPass& pass,
                   c10::Device device);

/// Runs one stack; gives the stream [n, hidden] after its last layer.
using StackWalk = std::function<base::Result<at::Tensor>(StackPass& pass)>;

/// Opens each stack that reads a checked input, in the order in which they run, and lets `walk` run
/// it. Throws.
[[nodiscard]] base::Result<void> walkStacks(const Network& network, const ForwardInput& input,
                                            const StackWalk& walk);

} // namespace fe::models
