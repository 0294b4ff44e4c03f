// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fe::widgets {

class TokenView;

/// Gives every TokenView a read-only text interface for screen readers. Once is enough; more do
/// no harm.
void installTokenViewAccessibility();

void notifyTokenTextChanged(TokenView* view);
void notifyTokenSelectionChanged(TokenView* view);
/// The current token is announced as the text cursor's place.
void notifyTokenFocusChanged(TokenView* view);

} // namespace fe::widgets
