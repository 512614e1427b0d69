import Foundation

/// Prints a line at once, also where the output goes into a file.
func say(_ line: String) {
    print(line)
    fflush(nil)
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// A number in so many digits behind the point.
func text(_ number: Double, _ digits: Int = 2) -> String {
    String(format: "%.\(digits)f", number)
}
