/// What every binary says about itself.
public enum Product {
    /// Version of the product, as `--version` and the process table show it.
    public static let version = "0.1.0"
}
