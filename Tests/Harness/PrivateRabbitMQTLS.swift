/// A small authority, a server certificate for `localhost`, and an authority that signed nothing.
enum PrivateRabbitMQTLS {
    static func makeCertificates(in folder: String) throws {
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"]
        for (name, subject) in [("ca", "/CN=harness authority"), ("stranger", "/CN=stranger")] {
            let files = ["-keyout", "\(folder)/\(name).key", "-out", "\(folder)/\(name).pem"]
            try openssl(["req", "-x509", "-subj", subject] + key + files, in: folder)
        }
        let request = ["req", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        try openssl(request + key + ["-keyout", "\(folder)/server.key", "-out", "\(folder)/server.csr"], in: folder)
        let signing = ["x509", "-req", "-in", "\(folder)/server.csr", "-CA", "\(folder)/ca.pem"]
        let signed = ["-CAkey", "\(folder)/ca.key", "-CAcreateserial", "-days", "30", "-copy_extensions", "copy"]
        try openssl(signing + signed + ["-out", "\(folder)/server.pem"], in: folder)
    }

    private static func openssl(_ arguments: [String], in folder: String) throws {
        let environment = ["PATH=/usr/bin:/bin", "HOME=\(folder)"]
        let log = "\(folder)/openssl.log"
        let command = ["/usr/bin/openssl"] + arguments
        let status = try PrivateRabbitMQProcess(command, environment: environment, log: log).wait()
        guard status == 0 else { throw PrivateRabbitMQError(description: "openssl \(arguments[0]) failed; see \(log)") }
    }
}
