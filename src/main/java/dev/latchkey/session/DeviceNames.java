package dev.latchkey.session;

import java.util.Optional;
import java.util.Set;

/**
 * The names of programs and systems that no client can have made up. What the parser of User-Agent headers returns is often a piece of
 * the header itself, whatever stands before {@code CFNetwork} or {@code bot}: a stranger's words, which must not reach somebody in a
 * mail of ours.
 */
final class DeviceNames {

    static final String JOINT = " on ";

    static final Set<String> PROGRAMS = Set.of(
            "Amazon Silk",
            "Apache-HttpClient",
            "Apple Mail",
            "Baidu Browser",
            "Brave",
            "Chrome",
            "Chrome Mobile",
            "Chrome Mobile WebView",
            "Chrome Mobile iOS",
            "Chromium",
            "Coc Coc",
            "DuckDuckGo Mobile",
            "Edge",
            "Edge Mobile",
            "Electron",
            "Epiphany",
            "Facebook",
            "Facebook Messenger",
            "Firefox",
            "Firefox Mobile",
            "Firefox iOS",
            "Go-http-client",
            "Google",
            "HeadlessChrome",
            "IE",
            "IE Mobile",
            "Instagram",
            "Java",
            "Konqueror",
            "LINE",
            "Maxthon",
            "MiuiBrowser",
            "Mobile Safari",
            "Mobile Safari UI/WKWebView",
            "Oculus Browser",
            "Opera",
            "Opera Mini",
            "Opera Mobile",
            "Outlook",
            "Pale Moon",
            "PostmanRuntime",
            "Python Requests",
            "Python aiohttp",
            "QQ Browser",
            "QQ Browser Mobile",
            "Safari",
            "Samsung Internet",
            "SeaMonkey",
            "Sogou Explorer",
            "Thunderbird",
            "UC Browser",
            "Vivaldi",
            "Wget",
            "Whale",
            "Yandex Browser",
            "axios",
            "curl",
            "okhttp",
            "qutebrowser");

    static final Set<String> SYSTEMS = Set.of(
            "Android",
            "Arch Linux",
            "CentOS",
            "Chrome OS",
            "Debian",
            "Fedora",
            "FreeBSD",
            "Gentoo",
            "KaiOS",
            "Linux",
            "Linux Mint",
            "Mac OS",
            "Mac OS X",
            "OpenBSD",
            "Red Hat",
            "Tizen",
            "Ubuntu",
            "WatchOS",
            "Windows",
            "Windows Mobile",
            "Windows Phone",
            "iOS",
            "openSUSE",
            "tvOS",
            "webOS");

    private DeviceNames() {}

    /** As much of a device's name as is of the lists; empty if nothing is. */
    static Optional<String> known(String deviceName) {
        int joint = deviceName.lastIndexOf(JOINT);
        String program = joint < 0 ? deviceName : deviceName.substring(0, joint);
        String system = joint < 0 ? deviceName : deviceName.substring(joint + JOINT.length());
        boolean knownProgram = PROGRAMS.contains(program);
        boolean knownSystem = SYSTEMS.contains(system);
        if (joint >= 0 && knownProgram && knownSystem) {
            return Optional.of(deviceName);
        }
        return knownProgram ? Optional.of(program) : Optional.of(system).filter(name -> knownSystem);
    }
}
