# An object of each result type with a value in each property, the same in each process. Dot-source it where the module is imported.

$samplePem = @'
-----BEGIN CERTIFICATE-----
MIIBozCCAUqgAwIBAgIUaECxGLOmuD/dy8rVMsqeQskXkTgwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwObXguZXhhbXBsZS5jb20wIBcNMjYxMTI4MTg1MDU5WhgPMjEy
NjExMDQxODUwNTlaMBkxFzAVBgNVBAMMDm14LmV4YW1wbGUuY29tMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEnL2d3oHXQw1qEr+jK/EVXYhNgFzSAjwypOFhanoa
Ao4JKfft/gV2u4Pt5HGNZQU6fJtQM/vRP4Tgz/IdsFaXLKNuMGwwHQYDVR0OBBYE
FLnbthSVUkcUKzZGUqgcWGwOzEgRMB8GA1UdIwQYMBaAFLnbthSVUkcUKzZGUqgc
WGwOzEgRMA8GA1UdEwEB/wQFMAMBAf8wGQYDVR0RBBIwEIIObXguZXhhbXBsZS5j
b20wCgYIKoZIzj0EAwIDRwAwRAIgQCTmWkB+7m/hOzRD9nowj2qDvYFBUJXV1Ie/
dAro/JoCIFmOaKmvPRKSjrne0Pglr3tE6xtc1h8mqq45CBAmgyCB
-----END CERTIFICATE-----
'@.Replace("`r", '')

$reports = [SmtpTls.SslProtocolVersion].Assembly.GetType('SmtpTls.Reports.ResultTypes')
$shapes = $reports.Assembly.GetType('SmtpTls.Reports.ResultShape')
$serverCertificate = [SmtpTls.ServerCertificate].GetMethod('Load', [System.Reflection.BindingFlags] 'Static, NonPublic')

function Get-SampleType { $reports.GetProperty('Objects').GetValue($null) }

function New-SampleValue([type] $Type, [string] $Name) {
    if ($Name -eq 'Pem') { return $samplePem }
    if ($Name -eq 'Sha256') { return 'AB' * 32 }
    switch ($Type) {
        ([string]) { return "$Name, a text" }
        ([bool]) { return $true }
        ([DateTimeOffset]) { return [DateTimeOffset]::new(2026, 11, 28, 18, 5, 7, 123, [timespan]::Zero).AddTicks(4567) }
        ([timespan]) { return [timespan]::FromTicks(12345678) }
        ([System.Security.Cryptography.X509Certificates.X509Certificate2]) { return $serverCertificate.Invoke($null, @($samplePem)) }
        ([System.Collections.Specialized.OrderedDictionary]) { $counts = [ordered] @{}; $counts['Tls13'] = [long] 30; $counts['Tls12'] = [long] 4; return $counts }
    }
    if ($Type.IsEnum) { return [enum]::GetValues($Type)[-1] }
    if ($Type.IsPrimitive) { return [System.Convert]::ChangeType(7, $Type) }
    New-Sample $Type
}

function New-Sample([type] $Type) {
    $result = [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($Type)
    foreach ($property in $shapes.GetMethod('Of').Invoke($null, @($Type)).Stored) {
        if ($property.ItemType) {
            $value = [array]::CreateInstance($property.ItemType, 2)
            foreach ($index in 0, 1) { $value.SetValue((New-SampleValue $property.ItemType $property.Name), $index) }
        }
        else { $value = New-SampleValue $property.ValueType $property.Name }
        $property.Set($result, $value)
    }
    $result
}

# All that the object holds, as text.
function Get-SampleJson($Result) { ConvertTo-SmtpTlsJson $Result -IncludeCertificate }
