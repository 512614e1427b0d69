@main
struct Quickstart {
    static func main() async {
        print("to come")
    }
}
