// The dialogs of the shell: settings, key list, about, and the one that connects training code.
// Threads: GUI thread.
#pragma once

class QWidget;

namespace tatara::ui {

class ActionRegistry;
class Preferences;
class Session;

// 860×600: General, Appearance, Tracking server, Keys. What is changed shows at once and is kept.
void showSettings(QWidget* window, Preferences& preferences, const ActionRegistry& actions);
void showKeys(QWidget* window, const ActionRegistry& actions);
void showAbout(QWidget* window);
// Shows the lines that a training script needs, with the server's real address, starts the server, and turns
// green when a run arrives.
void showConnect(QWidget* window, Session& session, Preferences& preferences);

}  // namespace tatara::ui
