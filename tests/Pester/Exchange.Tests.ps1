BeforeAll {
    Import-Module "$PSScriptRoot/../../out/SmtpTls/SmtpTls.psd1"
    $samples = "$PSScriptRoot/../../docs/samples"
    $sendConnector = "$PSScriptRoot/../SmtpTls.Tests/Settings/Exchange/Data/SendConnector.xml"

    # An organization as the Exchange Management Shell shows it: everything has come through serialization.
    function ConvertTo-Deserialized($Object) {
        [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($Object, 3))
    }
    function global:Get-SendConnector { $global:SmtpTlsSendConnectors }
    function global:Get-ReceiveConnector { $global:SmtpTlsReceiveConnectors }
    function global:Get-TransportConfig { ConvertTo-Deserialized ([pscustomobject]@{ TLSSendDomainSecureList = @(); TLSReceiveDomainSecureList = @() }) }
    function global:Get-TransportService {
        'MBX1', 'MBX2' | ForEach-Object { ConvertTo-Deserialized ([pscustomobject]@{ Name = $_; UseDowngradedExchangeServerAuth = $false }) }
    }
    function global:Get-ExchangeCertificate($Server) {
        if ($Server -eq 'MBX2') { throw 'The RPC server is unavailable.' }
        ConvertTo-Deserialized ([pscustomobject]@{
            Issuer = 'CN=Example CA'; Subject = 'CN=mail.contoso.com'; Thumbprint = 'AC44000000000000000000000000000000000000'
            Services = 'SMTP'; CertificateDomains = @('mail.contoso.com'); NotAfter = [datetime]'2099-01-01'; HasPrivateKey = $true; Status = 'Valid'
        })
    }
    $global:SmtpTlsSendConnectors = Import-Clixml $sendConnector
    $global:SmtpTlsReceiveConnectors = @(
        ConvertTo-Deserialized ([pscustomobject]@{
            Identity = 'MBX1\Default Frontend MBX1'; Server = 'MBX1'; Fqdn = 'mail.contoso.com'; RequireTLS = $true
            AuthMechanism = 'Tls'; PermissionGroups = 'AnonymousUsers'; Bindings = @('0.0.0.0:25')
        })
        ConvertTo-Deserialized ([pscustomobject]@{
            Identity = 'MBX2\Partner'; Server = 'MBX2'; Fqdn = 'mx.contoso.com'; RequireTLS = $false; AuthMechanism = 'Tls'; PermissionGroups = 'Partners'
        })
    )

    function Invoke-Sample([hashtable] $Data) {
        $state = New-PesterContainer -Path "$samples/ExchangeTls.Tests.ps1" -Data $Data
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({ param($container, $modules) Import-Module $modules; Invoke-Pester -Container $container -PassThru -Output None })
            # The Pester that runs these tests, which need not be an installed one.
            $modules = "$((Get-Module Pester).ModuleBase)/Pester.psd1", "$PSScriptRoot/../../out/SmtpTls/SmtpTls.psd1"
            $null = $shell.AddArgument($state).AddArgument($modules)
            $shell.Invoke()
        }
        finally { $shell.Dispose() }
    }
}

AfterAll {
    Remove-Item Function:/Get-SendConnector, Function:/Get-ReceiveConnector, Function:/Get-TransportConfig, Function:/Get-TransportService, Function:/Get-ExchangeCertificate
    Remove-Variable SmtpTlsSendConnectors, SmtpTlsReceiveConnectors -Scope Global
}

Describe 'Get-ExchangeTlsAudit.ps1' {
    BeforeAll {
        $file = Join-Path $TestDrive 'audit.xml'
        $policies = @(& "$samples/Get-ExchangeTlsAudit.ps1" -OutputPath $file -WarningVariable warnings -WarningAction SilentlyContinue)
    }

    It 'judges every connector of the organization' {
        $policies.Identity | Should -Be 'My company to Office 365', 'MBX1\Default Frontend MBX1', 'MBX2\Partner'
        $policies[0].CertificateState | Should -Be Found
        $policies[1].Findings.Id | Should -Be InternetMailRequiresTls
    }

    It 'goes on where a server does not answer, and claims nothing about its certificates' {
        $warnings | Should -BeLike '*MBX2*RPC server*'
        $policies[2].Findings | Should -BeNullOrEmpty
        $policies[2].Mode | Should -Be Opportunistic
    }

    It 'fits a window, and looks the same when it comes back from its file' {
        $lines = ($policies | Out-String -Width 120) -split '\r?\n'
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 119 }
        $lines -match 'E InternetMailRequiresTls' | Should -HaveCount 1
        Import-Clixml $file | Out-String -Width 120 | Should -Be ($policies | Out-String -Width 120)
    }

    It 'gives ExchangeTls.Tests.ps1 what it needs: errors fail, what is accepted does not' {
        $result = Invoke-Sample @{ Path = $file }
        $result.PassedCount, $result.FailedCount | Should -Be 3, 1
        $result.Failed[0].ExpandedName | Should -Be 'Receive connector MBX1\Default Frontend MBX1 has nothing to mend'
        $result.Failed[0].ErrorRecord[0].Exception.Message | Should -BeLike '*InternetMailRequiresTls*'

        (Invoke-Sample @{ Path = $file; Accept = 'InternetMailRequiresTls' }).FailedCount | Should -Be 0
    }
}

Describe 'Get-ExchangeTlsCertificateName' {
    It 'shows in a table which certificate is which' {
        $lines = (Get-ExchangeCertificate MBX1 | Get-ExchangeTlsCertificateName -AsObject | Format-Table | Out-String -Width 120) -split '\r?\n'
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 119 }
        $lines -like 'AC44* 2099-01-01 * <I>CN=Example CA<S>*' | Should -HaveCount 1
    }

    It 'takes no part of what it is given for the name of nothing' {
        { $null = @() | Get-ExchangeTlsCertificateName } | Should -Throw '*Get-ExchangeCertificate*'
    }
}
